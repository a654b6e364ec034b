import type { DatasetContext } from '../formats/format.ts';

/** A value of an edit for all images, or the bounds between which each image's own is drawn. */
export type EditAmount = number | readonly [low: number, high: number];

/**
 * Everything that decides the bytes of a dataset: the first line of its journal. Plain JSON. Two exports with equal settings, on one
 * backend and adapter, are equal byte for byte.
 */
export interface DatasetSettings extends DatasetContext {
  /** Name of a format, such as `png`. */
  readonly format: string;
  readonly bits: 8 | 12 | 16;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Image k has seed + k. */
  readonly seed: number;
  readonly count: number;
  /** Labels that all images share. */
  readonly labels: Readonly<Record<string, number>>;
  /** How often each class of one label is drawn. */
  readonly mix?: { readonly label: string; readonly weights: readonly number[] };
  /** In the model's order; only those that are asked for. */
  readonly edits: Readonly<Record<string, EditAmount>>;
  /** Shares of the parts of the dataset, such as `{ train: 0.9, val: 0.1 }`. */
  readonly split?: Readonly<Record<string, number>>;
  /** Images of a chunk, the unit that is written whole and then noted in the journal. */
  readonly chunk: number;
  /** `cpu`, `webgpu` or `reference`: their pixels agree within a tolerance only. */
  readonly backend: string;
  /** Whether the pixels carry the mark. */
  readonly mark: boolean;
  /** SHA-256 of the certificate that files are signed with; absent where they are not. */
  readonly signer?: string;
}
