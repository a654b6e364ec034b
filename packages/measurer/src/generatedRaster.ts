import type { GeneratedImage } from '@roentgan/gan-runtime';
import type { RasterImage } from './rasterImage.ts';

/** A generated image as measures take it: 0 (black) to 1 (white), what lies outside cut off as in its PNG, but not rounded to 8 bits. */
export function generatedRaster(
  image: Pick<GeneratedImage, 'width' | 'height' | 'channels' | 'range' | 'values'>,
): RasterImage {
  const { width, height, channels: given } = image;
  const [black, white] = image.range;
  const channels = given === 1 ? 1 : 3;
  const values = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const value = (image.values[pixel * given + channel]! - black) / (white - black);
      values[pixel * channels + channel] = Math.min(1, Math.max(0, value)) || 0; // NaN is black, as in a PNG
    }
  }
  return { width, height, channels, values };
}
