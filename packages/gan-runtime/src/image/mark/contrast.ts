import { boxMean } from './boxMean.ts';

/** Share of the local contrast that the mark may have: beside so much detail, noise of this strength is not seen. */
const SHARE = 0.4;
/** Least and most, of white = 1. */
const LEAST = 0.6 / 255;
const MOST = 4 / 255;

/** An image's fine detail, and its standard deviation around each pixel. */
export interface Contrast {
  readonly detail: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * Slopes are no detail, and the far side of an edge does not count: flat air beside a bone is flat.
 * @param grey 0 (black) to 1 (white)
 * @param unit pixels to one of the mark's tile
 */
export function contrastOf(grey: Float64Array, width: number, height: number, unit: number): Contrast {
  const fine = Math.floor(2 * unit + 0.5);
  const around = Math.floor(4 * unit + 0.5);
  const mean = boxMean(grey, width, height, fine);
  const detail = new Float64Array(grey.length);
  const squares = new Float64Array(grey.length);
  for (let at = 0; at < grey.length; at++) {
    const value = grey[at]! - mean[at]!;
    detail[at] = value;
    squares[at] = value * value;
  }
  const deviation = boxMean(squares, width, height, around);
  for (let at = 0; at < deviation.length; at++) deviation[at] = Math.sqrt(Math.max(deviation[at]!, 0));
  return { detail, deviation };
}

/** How strong the mark may be at each place, of white = 1: a share of the deviation there, in flat places less than a level of 255. */
export function markAmplitude({ deviation }: Contrast): Float64Array {
  return deviation.map((value) => Math.min(Math.max(SHARE * value, LEAST), MOST));
}

/** Detail in units of the deviation around it, as `findMark` looks at it. */
export function evenDetail({ detail, deviation }: Contrast): Float64Array {
  return detail.map((value, at) => value / (deviation[at]! + LEAST));
}
