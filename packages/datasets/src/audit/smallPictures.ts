import { type GreyImage, resizeImage } from '@roentgan/measurer';

/** Pixels a side at which pictures are compared. */
export const SMALL = 56;
/** How far one picture may be moved against the other, to each side: 16 of 224 pixels. */
export const SHIFT = 4;
/** Pixels a side of the window that is compared, and how many positions it has along one side. */
export const INNER = SMALL - 2 * SHIFT;
export const PLACES = 2 * SHIFT + 1;

/** What 1 (white) is stored as. */
const UNIT = 2 ** 14;
/** Pixels to each side whose mean is taken off for details. */
const AROUND = 5;

/**
 * Grey pictures of SMALL x SMALL pixels in two bytes a pixel, so that tens of thousands fit into memory. Values are rounded
 * to 1/16384 of the range from black to white.
 */
export interface SmallPictures {
  readonly count: number;
  readonly values: Int16Array;
}

/** Room for `count` pictures; `storeSmall` fills it. */
export function emptyPictures(count: number): SmallPictures {
  return { count, values: new Int16Array(count * SMALL * SMALL) };
}

/** Puts a square picture, reduced to the mean of the areas its pixels cover, into place `index`. */
export function storeSmall(pictures: SmallPictures, index: number, picture: GreyImage): void {
  const { values } = resizeImage(picture, SMALL, SMALL);
  const start = index * SMALL * SMALL;
  for (let at = 0; at < values.length; at++) pictures.values[start + at] = Math.round(values[at]! * UNIT);
}

/** The pictures of these indices, in this order. */
export function takePictures({ values }: SmallPictures, indices: ArrayLike<number>): SmallPictures {
  const size = SMALL * SMALL;
  const taken = emptyPictures(indices.length);
  for (let at = 0; at < indices.length; at++) {
    taken.values.set(values.subarray(indices[at]! * size, (indices[at]! + 1) * size), at * size);
  }
  return taken;
}

/** All pictures of several sets. */
export function joinPictures(parts: readonly SmallPictures[]): SmallPictures {
  const joined = emptyPictures(parts.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  for (const { values } of parts) {
    joined.values.set(values, at);
    at += values.length;
  }
  return joined;
}

/** Each pixel less the mean of the 11x11 around it, edges repeated: outlines and texture are left, and hide a copy less well than grey levels do. */
export function detailsOf({ count, values }: SmallPictures): SmallPictures {
  const details = emptyPictures(count);
  const sums = new Float64Array(SMALL * SMALL);
  for (let picture = 0; picture < count; picture++) {
    const start = picture * SMALL * SMALL;
    boxSums((y, x) => values[start + y * SMALL + x]!, sums);
    for (let at = 0; at < sums.length; at++) {
      details.values[start + at] = Math.round(values[start + at]! - sums[at]! / (2 * AROUND + 1) ** 2);
    }
  }
  return details;
}

/** Sums over the box around each pixel: along the rows, then along the columns, a running sum each. */
function boxSums(pixel: (y: number, x: number) => number, sums: Float64Array): void {
  const inside = (at: number) => Math.min(SMALL - 1, Math.max(0, at));
  const rows = new Float64Array(SMALL * SMALL);
  for (let y = 0; y < SMALL; y++) {
    let sum = 0;
    for (let x = -AROUND; x <= AROUND; x++) sum += pixel(y, inside(x));
    for (let x = 0; x < SMALL; x++) {
      rows[y * SMALL + x] = sum;
      sum += pixel(y, inside(x + AROUND + 1)) - pixel(y, inside(x - AROUND));
    }
  }
  for (let x = 0; x < SMALL; x++) {
    let sum = 0;
    for (let y = -AROUND; y <= AROUND; y++) sum += rows[inside(y) * SMALL + x]!;
    for (let y = 0; y < SMALL; y++) {
      sums[y * SMALL + x] = sum;
      sum += rows[inside(y + AROUND + 1) * SMALL + x]! - rows[inside(y - AROUND) * SMALL + x]!;
    }
  }
}
