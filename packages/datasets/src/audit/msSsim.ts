import type { GreyImage } from '@roentgan/measurer';

/** Weights of the scales from the finest on, and the window (Wang, Simoncelli and Bovik 2003). */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
const WINDOW = 11;
const SIGMA = 1.5;
/** For values from 0 to 1. */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

const taps = gaussianTaps();

/** Scales that a square picture of this side has room for: 5 from 176 pixels on. Fewer take the first weights, which are brought to a sum of 1. */
export function scaleCount(side: number): number {
  if (side < WINDOW) throw new RangeError(`MS-SSIM: pictures of ${side} pixels, expected at least ${WINDOW}`);
  return Math.min(WEIGHTS.length, Math.floor(Math.log2(side / WINDOW)) + 1);
}

/**
 * How alike two grey pictures of one size are: 1 for the same picture. Windows lie wholly inside, scales are halved by the mean of 2x2
 * pixels (a last odd row or column is left out), and a negative term counts as 0, since its power is not real.
 * @throws RangeError for pictures of two sizes
 */
export function msSsim(one: GreyImage, other: GreyImage): number {
  if (one.width !== other.width || one.height !== other.height) {
    throw new RangeError(
      `MS-SSIM: pictures of ${one.width}x${one.height} and ${other.width}x${other.height}, expected one size`,
    );
  }
  const scales = scaleCount(Math.min(one.width, one.height));
  const weights = WEIGHTS.slice(0, scales);
  const sum = scales === WEIGHTS.length ? 1 : weights.reduce((total, weight) => total + weight, 0);
  let [a, b] = [plane(one), plane(other)];
  let result = 1;
  for (const [scale, weight] of weights.entries()) {
    const { whole, structure } = terms(a, b);
    const term = scale === scales - 1 ? whole : structure;
    result *= Math.max(0, term) ** (weight / sum);
    if (scale < scales - 1) [a, b] = [halved(a), halved(b)];
  }
  return result;
}

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

function plane({ width, height, values }: GreyImage): Plane {
  return { width, height, values: Float64Array.from(values) };
}

/** Means over all windows of SSIM and of its part without luminance. */
function terms(a: Plane, b: Plane): { whole: number; structure: number } {
  const product = (x: Plane, y: Plane): Plane => ({
    ...x,
    values: x.values.map((value, at) => value * y.values[at]!),
  });
  const [meanA, meanB, squareA, squareB, both] = [a, b, product(a, a), product(b, b), product(a, b)].map(
    blurred,
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  let whole = 0;
  let structure = 0;
  for (let at = 0; at < meanA.length; at++) {
    const [x, y] = [meanA[at]!, meanB[at]!];
    const contrast = (2 * (both[at]! - x * y) + C2) / (squareA[at]! - x * x + squareB[at]! - y * y + C2);
    structure += contrast;
    whole += contrast * ((2 * x * y + C1) / (x * x + y * y + C1));
  }
  return { whole: whole / meanA.length, structure: structure / meanA.length };
}

/** The Gaussian mean of every whole window. */
function blurred({ width, height, values }: Plane): Float64Array {
  const [columns, rows] = [width - WINDOW + 1, height - WINDOW + 1];
  const narrow = new Float64Array(columns * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let tap = 0; tap < WINDOW; tap++) sum += taps[tap]! * values[y * width + x + tap]!;
      narrow[y * columns + x] = sum;
    }
  }
  const result = new Float64Array(columns * rows);
  for (let at = 0; at < result.length; at++) {
    let sum = 0;
    for (let tap = 0; tap < WINDOW; tap++) sum += taps[tap]! * narrow[at + tap * columns]!;
    result[at] = sum;
  }
  return result;
}

function halved({ width, height, values }: Plane): Plane {
  const [columns, rows] = [width >> 1, height >> 1];
  const small = new Float64Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const at = 2 * y * width + 2 * x;
      small[y * columns + x] =
        (values[at]! + values[at + 1]! + values[at + width]! + values[at + width + 1]!) / 4;
    }
  }
  return { width: columns, height: rows, values: small };
}

function gaussianTaps(): Float64Array {
  const raw = Float64Array.from({ length: WINDOW }, (_, at) =>
    Math.exp(-((at - (WINDOW >> 1)) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}
