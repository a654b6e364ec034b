import type { GreyImage } from '@roentgan/measurer';

/** Equal bins of grey, from black to white. */
export const BINS = 32;

/** Share of a picture's pixels in each bin; 8-bit values v are in bin floor(v / 8). */
export function greyHistogram({ values }: GreyImage): Float64Array {
  const shares = new Float64Array(BINS);
  for (let at = 0; at < values.length; at++) {
    const level = Math.round(Math.min(1, Math.max(0, values[at]!)) * 255);
    shares[level >> 3]! += 1 / values.length;
  }
  return shares;
}

/** Wasserstein-1 distance of two histograms over grey 0..1: the area between the cumulated ones. */
export function histogramDistance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let between = 0;
  let area = 0;
  for (let bin = 0; bin < one.length; bin++) {
    between += one[bin]! - other[bin]!;
    area += Math.abs(between);
  }
  return area / one.length;
}
