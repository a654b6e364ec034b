/** What an image of a dataset is to be; follows from the settings and its index alone. */
export interface PlannedImage {
  /** From 0 in the whole dataset, whatever the shard. */
  readonly index: number;
  /** Stem of its files, unique in the dataset. */
  readonly name: string;
  readonly seed: number;
  /** Every label of the model, by index where it has classes. */
  readonly labels: Readonly<Record<string, number>>;
  readonly edits: Readonly<Record<string, number>>;
  /** The part of the dataset it belongs to; absent where the settings name none. */
  readonly split?: string;
}
