import { type AnyImage, channelsOf } from './rasterImage.ts';

/** What one pixel of the result takes: `weights` of as many pixels from `first` on. */
interface Tap {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * Scales an image, each axis for itself: where it gets smaller a pixel is the mean of the area it covers, where it gets larger
 * it is interpolated linearly between the centres of two pixels (`align_corners=False`), the border repeated.
 */
export function resizeImage<Image extends AnyImage>(image: Image, width: number, height: number): Image {
  if (image.width === width && image.height === height) return image;
  const channels = channelsOf(image);
  const columns = tapsOf(image.width, width);
  const rows = tapsOf(image.height, height);
  const narrow = new Float32Array(image.height * width * channels);
  for (let y = 0; y < image.height; y++) {
    const row = y * image.width;
    for (let x = 0; x < width; x++) {
      const { first, weights } = columns[x]!;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++)
          sum += weights[tap]! * image.values[(row + first + tap) * channels + channel]!;
        narrow[(y * width + x) * channels + channel] = sum;
      }
    }
  }
  const rowLength = width * channels;
  const values = new Float32Array(height * rowLength);
  for (let y = 0; y < height; y++) {
    const { first, weights } = rows[y]!;
    for (let at = 0; at < rowLength; at++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++)
        sum += weights[tap]! * narrow[(first + tap) * rowLength + at]!;
      values[y * rowLength + at] = sum;
    }
  }
  return { ...image, width, height, values };
}

/** The middle of an image, as large as it can be with the proportions of `width` to `height`. */
export function cropToProportions<Image extends AnyImage>(
  image: Image,
  width: number,
  height: number,
): Image {
  const scale = Math.min(image.width / width, image.height / height);
  const kept = { width: size(width * scale, image.width), height: size(height * scale, image.height) };
  if (kept.width === image.width && kept.height === image.height) return image;
  const channels = channelsOf(image);
  const left = (image.width - kept.width) >> 1;
  const top = (image.height - kept.height) >> 1;
  const values = new Float32Array(kept.width * kept.height * channels);
  for (let y = 0; y < kept.height; y++) {
    const start = ((top + y) * image.width + left) * channels;
    values.set(image.values.subarray(start, start + kept.width * channels), y * kept.width * channels);
  }
  return { ...image, ...kept, values };
}

function size(exact: number, most: number): number {
  return Math.min(most, Math.max(1, Math.round(exact)));
}

function tapsOf(from: number, to: number): Tap[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, index) =>
    scale > 1
      ? areaTap(index * scale, (index + 1) * scale, from)
      : linearTap((index + 0.5) * scale - 0.5, from),
  );
}

function areaTap(start: number, end: number, size: number): Tap {
  const first = Math.floor(start);
  const last = Math.min(size, Math.ceil(end - 1e-9));
  const overlap = (_: unknown, at: number) =>
    (Math.min(end, first + at + 1) - Math.max(start, first + at)) / (end - start);
  return { first, weights: Array.from({ length: last - first }, overlap) };
}

function linearTap(centre: number, size: number): Tap {
  const first = Math.floor(centre);
  const share = centre - first;
  if (first < 0 || share === 0) return { first: Math.max(0, first), weights: [1] };
  return first + 1 < size ? { first, weights: [1 - share, share] } : { first: size - 1, weights: [1] };
}
