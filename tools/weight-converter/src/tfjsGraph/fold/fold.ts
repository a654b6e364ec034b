import type { Constant } from '../../graph/constant.ts';
import { BATCH } from '../../graph/shape.ts';
import type { Call } from '../call.ts';

/** Evaluates one TensorFlow operation on constants. */
export type Fold = (call: Call, inputs: readonly Constant[]) => Constant | Constant[];

export type Folds = Readonly<Record<string, Fold>>;

/** A constant repeated for every image of the batch is kept once; it broadcasts. */
export function withoutBatch(shape: readonly number[]): number[] {
  return shape.map((size, axis) => (axis === 0 && size === BATCH ? 1 : size));
}
