import {
  type Classification,
  type Classifier,
  cropToProportions,
  type GreyImage,
  type KneeMeasures,
  type KneeSide,
  measureKnee,
  mirrorImage,
  type ReadImage,
  readImage,
  resizeImage,
  toGrey,
} from '@roentgan/measurer';
import { readInputFile } from '../modelSource.ts';
import { type sideChoices, sideOf } from './side.ts';

/** What one image shows. */
export interface ImageReport {
  readonly file: string;
  readonly image: ReadImage;
  readonly side: KneeSide;
  /** The square that was measured: the middle of the image, of at most `LARGEST_SIDE`. */
  readonly square: GreyImage;
  /** Of the square. */
  readonly knee: KneeMeasures;
  readonly classification: Classification;
}

/** Larger pictures hold nothing more of a joint's edges, and are reduced to this before they are measured. */
const LARGEST_SIDE = 1024;

/**
 * Reads an image and measures it.
 * @throws Error that names the file
 */
export async function measureImage(
  path: string,
  asked: (typeof sideChoices)[number],
  classifier: Classifier,
): Promise<ImageReport> {
  const image = await readImage(await readInputFile(path), path);
  const side = sideOf(path, asked, image.laterality);
  try {
    const grey = cropToProportions(toGrey(image), 1, 1);
    const size = Math.min(LARGEST_SIDE, grey.width);
    const square = resizeImage(grey, size, size);
    const knee = measureKnee(square, { side });
    const classification = await classifier.classify(side === 'left' ? mirrorImage(image) : image);
    return { file: path, image, side, square, knee, classification };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
