import { type AnyImage, channelsOf } from './rasterImage.ts';

/** Left and right exchanged: a left knee becomes a right one. */
export function mirrorImage<Image extends AnyImage>(image: Image): Image {
  const { width, height, values } = image;
  const channels = channelsOf(image);
  const mirrored = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = (y * width + width - 1 - x) * channels;
      for (let channel = 0; channel < channels; channel++) mirrored[to + channel] = values[from + channel]!;
    }
  }
  return { ...image, values: mirrored };
}
