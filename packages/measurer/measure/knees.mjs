// What the scripts beside this file share: radiographs of a folder, all as right knees, and how to change and to summarise them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureKnee, mirrorImage, readImage, toGrey } from '../dist/index.js';

export const GRADES = 5;
export const SIZE = 224;

/** The files of `folder/0` to `folder/4`, sorted by name within each grade. */
export function kneeFiles(folder) {
  return Array.from({ length: GRADES }, (_, grade) =>
    readdirSync(join(folder, String(grade)))
      .filter((name) => /\.(png|jpe?g)$/i.test(name))
      .sort()
      .map((name) => ({ grade, name, path: join(folder, String(grade), name) })),
  );
}

/** A radiograph as a right knee: those whose name ends in L are mirrored. */
export async function readKnee({ name, path }) {
  const image = toGrey(await readImage(readFileSync(path), name));
  if (image.width !== SIZE || image.height !== SIZE) {
    throw new Error(`${path} has ${image.width} x ${image.height} pixels, expected ${SIZE} x ${SIZE}`);
  }
  return isLeft(name) ? mirrorImage(image) : image;
}

export function isLeft(name) {
  return /L\.[^.]+$/.test(name);
}

/** The values of a right knee, or undefined where none is found. */
export function valuesOf(image) {
  const { found, lines: _, ...values } = measureKnee(image, { side: 'right' });
  return found ? values : undefined;
}

/** The image whose pixel (x, y) is that of `image` at `from(x, y)`: bicubic (Catmull-Rom), border mirrored, rounded to 8 bits. */
export function resample({ width, height, values }, from) {
  const moved = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sourceX, sourceY] = from(x, y);
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [across, down] = [cubicWeights(sourceX - left), cubicWeights(sourceY - top)];
      let sum = 0;
      for (let row = 0; row < 4; row++) {
        const line = reflected(top + row - 1, height) * width;
        for (let column = 0; column < 4; column++) {
          sum += down[row] * across[column] * values[line + reflected(left + column - 1, width)];
        }
      }
      moved[y * width + x] = sum;
    }
  }
  return { width, height, values: toEightBits(moved) };
}

export function changeValues(image, change) {
  return { ...image, values: toEightBits(image.values.map(change)) };
}

function toEightBits(values) {
  return values.map((value) => Math.round(Math.min(1, Math.max(0, value)) * 255) / 255);
}

/** Weights of the pixels at -1, 0, 1 and 2 for a point at `at` (0 to 1): Keys 1981, a = -0.5. */
function cubicWeights(at) {
  const squared = at * at;
  const cubed = squared * at;
  return [
    -0.5 * cubed + squared - 0.5 * at,
    1.5 * cubed - 2.5 * squared + 1,
    -1.5 * cubed + 2 * squared + 0.5 * at,
    0.5 * cubed - 0.5 * squared,
  ];
}

/** A place outside the image as that inside which the border shows in its mirror. */
function reflected(at, size) {
  if (at < 0) return -1 - at;
  return at >= size ? 2 * size - 1 - at : at;
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values) {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  return low + (sorted[Math.ceil(place)] - low) * (place - Math.floor(place));
}

/** Pearson's r of pairs [x, y], each counting by its weight. */
export function correlation(pairs, weights = pairs.map(() => 1)) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const weighted = (value) => pairs.reduce((sum, pair, at) => sum + weights[at] * value(pair), 0) / total;
  const [x, y] = [weighted(([first]) => first), weighted(([, second]) => second)];
  const covariance = weighted(([first, second]) => (first - x) * (second - y));
  return (
    covariance /
    Math.sqrt(weighted(([first]) => (first - x) ** 2) * weighted(([, second]) => (second - y) ** 2))
  );
}

/** Spearman's rank correlation; a rank is the weight of what lies below and half of what is equal. */
export function rankCorrelation(pairs, weights = pairs.map(() => 1)) {
  const ranked = [0, 1].map((side) =>
    pairs.map((pair) =>
      pairs.reduce((rank, other, at) => {
        if (other[side] === pair[side]) return rank + weights[at] / 2;
        return other[side] < pair[side] ? rank + weights[at] : rank;
      }, 0),
    ),
  );
  return correlation(
    pairs.map((_, at) => [ranked[0][at], ranked[1][at]]),
    weights,
  );
}

/** A source of values between 0 and 1 that begins alike each time (mulberry32). */
export function repeatableRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values of the standard normal distribution (Box and Muller 1958). */
export function repeatableNormal(seed) {
  const random = repeatableRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
