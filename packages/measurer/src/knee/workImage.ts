import type { GreyImage } from '../greyImage.ts';
import { mirrorImage } from '../mirrorImage.ts';
import { resizeImage } from '../resizeImage.ts';

/** Rows and columns of the square on which every knee is measured; lengths below are in its pixels. */
export const workSize = 224;

/** Which of the subject's knees it is. A right one shows its lateral side (the fibula) on the left of the image. */
export type KneeSide = 'right' | 'left';

/** Throws unless `image` is a square of 96 to 1024 pixels with values of 0 to 1. */
export function checkImage(image: GreyImage, side: KneeSide): void {
  const { width, height, values } = image;
  if (side !== 'right' && side !== 'left')
    throw new TypeError(`measureKnee: side is "${side}", expected "right" or "left"`);
  if (!(values instanceof Float32Array))
    throw new TypeError('measureKnee: values are not a Float32Array, expected one of grey values 0 to 1');
  if (!Number.isInteger(width) || width !== height || width < 96 || width > 1024)
    throw new RangeError(`measureKnee: image is ${width}x${height}, expected a square of 96 to 1024 pixels`);
  if (values.length !== width * height)
    throw new RangeError(
      `measureKnee: ${values.length} values for ${width}x${height}, expected ${width * height}`,
    );
  const bad = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad >= 0) throw new RangeError(`measureKnee: value ${bad} is ${values[bad]}, expected 0 to 1`);
}

/** The image at `workSize`, a left knee mirrored so that the lateral side lies on the left. */
export function toWorkImage(image: GreyImage, side: KneeSide): Float32Array {
  const scaled = resizeImage(image, workSize, workSize);
  return (side === 'left' ? mirrorImage(scaled) : scaled).values;
}
