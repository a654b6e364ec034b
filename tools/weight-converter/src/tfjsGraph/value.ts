import type { SourceValue } from '../channelsLast/sourceValue.ts';
import type { Constant } from '../graph/constant.ts';

/**
 * SpaceToBatchND of `of` on its way to BatchToSpaceND: TensorFlow's dilated convolutions. `of` is the value itself, padded;
 * the block size is the dilation of the convolutions between.
 */
export interface BlockedValue {
  readonly kind: 'blocked';
  readonly of: SourceValue;
  readonly block: readonly [number, number];
}

/** Integers of the input, which select from tables; the graph reads them as numbers `[N, 1]`. */
export interface IndexValue {
  readonly kind: 'index';
  readonly input: string;
  /** The source's shape: N elements in all. */
  readonly shape: readonly number[];
  readonly numbers: SourceValue;
}

/** What a tensor of the source stands for while its graph is converted. */
export type Value = SourceValue | Constant | BlockedValue | IndexValue;

export type { Constant, SourceValue };

export function isConstant(value: Value | undefined): value is Constant {
  return value !== undefined && 'kind' in value && value.kind === 'constant';
}

export function isBlocked(value: Value | undefined): value is BlockedValue {
  return value !== undefined && 'kind' in value && value.kind === 'blocked';
}

export function isIndex(value: Value | undefined): value is IndexValue {
  return value !== undefined && 'kind' in value && value.kind === 'index';
}
