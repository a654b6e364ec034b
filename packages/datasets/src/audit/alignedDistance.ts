import { SHIFT, SMALL, type SmallPictures } from './smallPictures.ts';

/** Pictures at one resolution, of which a window is compared at several places. */
export interface Level {
  /** Pixels a side of a picture, and of the window; the window has `places` positions along each side. */
  readonly side: number;
  readonly inner: number;
  readonly places: number;
  readonly values: Int16Array;
  /** For each place of each picture: one over the length of its window less its mean; 0 where it is flat. */
  readonly inverseNorms: Float32Array;
}

/** Pictures that are compared at their own resolution, and first at half of it. */
export interface Comparable {
  readonly pictures: SmallPictures;
  readonly fine: Level;
  readonly coarse: Level;
}

/** A window that is all but flat has nothing to compare. In units of the store, over the whole window. */
const SMALLEST_NORM = 1;

/** What comparing needs to know of each picture, computed once. */
export function comparable(pictures: SmallPictures): Comparable {
  const { count, values } = pictures;
  return {
    pictures,
    fine: levelOf(count, values, SMALL, SHIFT),
    coarse: levelOf(count, halved(count, values), SMALL / 2, SHIFT / 2),
  };
}

function levelOf(count: number, values: Int16Array, side: number, shift: number): Level {
  const inner = side - 2 * shift;
  const places = 2 * shift + 1;
  const inverseNorms = new Float32Array(count * places * places);
  const stride = side + 1;
  const sums = new Float64Array(stride * stride);
  const squares = new Float64Array(stride * stride);
  const inWindow = (table: Float64Array, y: number, x: number) => {
    const [top, bottom] = [y * stride, (y + inner) * stride];
    return table[bottom + x + inner]! - table[bottom + x]! - table[top + x + inner]! + table[top + x]!;
  };
  for (let picture = 0; picture < count; picture++) {
    const start = picture * side * side;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const value = values[start + y * side + x]!;
        const at = (y + 1) * stride + x + 1;
        sums[at] = value + sums[at - 1]! + sums[at - stride]! - sums[at - stride - 1]!;
        squares[at] = value * value + squares[at - 1]! + squares[at - stride]! - squares[at - stride - 1]!;
      }
    }
    for (let place = 0; place < places * places; place++) {
      const [y, x] = [Math.floor(place / places), place % places];
      const sum = inWindow(sums, y, x);
      const norm = Math.sqrt(Math.max(0, inWindow(squares, y, x) - (sum * sum) / inner ** 2));
      inverseNorms[picture * places * places + place] = norm > SMALLEST_NORM ? 1 / norm : 0;
    }
  }
  return { side, inner, places, values, inverseNorms };
}

/** Means of 2x2 pixels. */
function halved(count: number, values: Int16Array): Int16Array {
  const side = SMALL / 2;
  const half = new Int16Array(count * side * side);
  for (let at = 0; at < half.length; at++) {
    const [row, x] = [Math.floor(at / side), at % side];
    const from = 2 * row * SMALL + 2 * x;
    half[at] = (values[from]! + values[from + 1]! + values[from + SMALL]! + values[from + SMALL + 1]!) / 4;
  }
  return half;
}

/** The middle window of a picture with mean 0 and length 1; of a flat picture zeros. */
export function middleWindow(level: Level, index: number): Float64Array {
  const { side, inner, places, values, inverseNorms } = level;
  const window = new Float64Array(inner * inner);
  const shift = (side - inner) / 2;
  let sum = 0;
  for (let at = 0; at < window.length; at++) {
    const [y, x] = [Math.floor(at / inner) + shift, (at % inner) + shift];
    window[at] = values[index * side * side + y * side + x]!;
    sum += window[at]!;
  }
  const scale = inverseNorms[(index * places + shift) * places + shift]!;
  for (let at = 0; at < window.length; at++) window[at] = (window[at]! - sum / window.length) * scale;
  return window;
}

/**
 * The best correlation of a `middleWindow` with the windows of picture `index` at all places. The window's mean is 0, so that of the
 * others needs no taking off.
 */
export function bestCorrelation(window: Float64Array, known: Level, index: number): number {
  const { side, inner, places, values, inverseNorms } = known;
  let best = -1;
  for (let y = 0; y < places; y++) {
    for (let x = 0; x < places; x++) {
      const start = index * side * side + y * side + x;
      let even = 0;
      let odd = 0;
      for (let row = 0; row < inner; row++) {
        const from = row * inner;
        const to = start + row * side;
        // Two sums, so that one addition need not wait for the other.
        for (let at = 0; at < inner; at += 2) {
          even += window[from + at]! * values[to + at]!;
          odd += window[from + at + 1]! * values[to + at + 1]!;
        }
      }
      best = Math.max(best, (even + odd) * inverseNorms[(index * places + y) * places + x]!);
    }
  }
  return best;
}

/** sqrt(2 - 2 r): 0 for a copy at whatever brightness and contrast, 1.41 for pictures that have nothing in common. */
export function distanceOf(correlation: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * correlation));
}
