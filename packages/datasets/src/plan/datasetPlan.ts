import type { DatasetSettings } from './datasetSettings.ts';
import type { PlannedImage } from './plannedImage.ts';

/** What every image of a dataset is to be, by index. */
export interface DatasetPlan {
  readonly settings: DatasetSettings;
  /** Chunk k holds the images from k * settings.chunk on. */
  readonly chunks: number;
  /** Index of the first image of a chunk, and of the first behind it. */
  bounds(chunk: number): readonly [start: number, end: number];
  image(index: number): PlannedImage;
}
