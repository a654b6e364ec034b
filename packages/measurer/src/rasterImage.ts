import type { GreyImage } from './greyImage.ts';

/** Grey or RGB pixels, channels last, rows from the top. */
export interface RasterImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** `width * height * channels` values, 0 (black) to 1 (white). */
  readonly values: Float32Array;
}

/** What measures take: colour is read as its luma, where it does not matter as colour. */
export type AnyImage = GreyImage | RasterImage;

/** A grey image has one channel. */
export function channelsOf(image: AnyImage): 1 | 3 {
  return 'channels' in image ? image.channels : 1;
}

/** Luma of ITU-R BT.601, which JPEG and Pillow take too: a grey picture stored as colour stays what it was. */
export function toGrey(image: AnyImage): GreyImage {
  const { width, height, values } = image;
  if (channelsOf(image) === 1) return { width, height, values };
  const grey = new Float32Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    grey[at] = 0.299 * values[at * 3]! + 0.587 * values[at * 3 + 1]! + 0.114 * values[at * 3 + 2]!;
  }
  return { width, height, values: grey };
}

/** @throws RangeError where sizes and values do not fit each other */
export function checkImage(image: AnyImage, where: string): void {
  const { width, height, values } = image;
  const channels = channelsOf(image);
  const sizesFit = [width, height].every((size) => Number.isInteger(size) && size >= 1);
  if (sizesFit && (channels === 1 || channels === 3) && values.length === width * height * channels) return;
  throw new RangeError(
    `${where}: image is ${width}x${height} with ${channels} channels and ${values.length} values, expected 1 or 3 channels and a value for each`,
  );
}
