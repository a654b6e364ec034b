import type { Agreement } from '../results.ts';

/** `[H,W,C]` values as `[C,H,W]`. */
export function channelsFirst(values: Float32Array, channels: number): Float32Array {
  const plane = values.length / channels;
  const moved = new Float32Array(values.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let at = 0; at < plane; at++) moved[channel * plane + at] = values[at * channels + channel]!;
  }
  return moved;
}

/** Largest absolute difference; infinite where a value is not a number or the counts differ. */
export function largestDifference(first: Float32Array, second: Float32Array): number {
  if (first.length !== second.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let at = 0; at < first.length; at++) {
    const difference = Math.abs(first[at]! - second[at]!);
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, difference);
  }
  return largest;
}

export function standardDeviation(values: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(squares / values.length - mean * mean, 0));
}

/** Compares every contender's images with every other's. `images[contender][input]`, all in the same layout. */
export function compareImages(
  names: readonly string[],
  images: readonly (readonly Float32Array[])[],
): Agreement {
  const pairs: Agreement['pairs'][number][] = [];
  names.forEach((first, at) => {
    for (let other = at + 1; other < names.length; other++) {
      const differences = images[at]!.map((image, input) => largestDifference(image, images[other]![input]!));
      pairs.push({ between: [first, names[other]!], difference: Math.max(...differences) });
    }
  });
  const deviations = images.flat().map(standardDeviation);
  return { inputs: images[0]?.length ?? 0, pairs, deviation: Math.min(...deviations) };
}
