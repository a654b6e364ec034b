import { markPixels as markValues } from '@roentgan/gan-runtime/mark';
import type { DatasetImage } from '../../formats/format.ts';

/** The image with the mark in its pixels, which nobody sees and `findMark` finds. */
export function markPixels<Image extends DatasetImage>(image: Image): Image {
  const { width, height, channels, bits, pixels } = image;
  const white = 2 ** bits - 1;
  return { ...image, pixels: markValues({ width, height, channels, white, pixels }) };
}
