import { type AnyImage, cropToProportions, readImage, resizeImage, toGrey } from '@roentgan/measurer';
import { encodeJpeg } from './encodeJpeg.ts';

/** An image as readers see it: grey, 8 bits, rows from the top. */
export interface ShownImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** How all images of a study are brought to one form. */
export interface Appearance {
  readonly width: number;
  readonly height: number;
  /** Goes through a JPEG file of this quality, 1 to 100; absent: through none. */
  readonly jpegQuality?: number;
}

/**
 * The one way that real and synthetic images take to the screen: luma; the middle in the study's proportions and its size, where
 * another (area means or linear); 8 bits; a JPEG file and back, where asked.
 */
export async function shownImage(
  image: AnyImage,
  { width, height, jpegQuality }: Appearance,
): Promise<ShownImage> {
  const fitted = resizeImage(cropToProportions(toGrey(image), width, height), width, height);
  const pixels = eightBits(fitted.values);
  if (jpegQuality === undefined) return { width, height, pixels };
  const file = await encodeJpeg({ width, height, pixels }, jpegQuality);
  const decoded = await readImage(file, 'image');
  return { width, height, pixels: eightBits(toGrey(decoded).values) };
}

function eightBits(values: Float32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
}
