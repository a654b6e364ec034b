import { planUniform } from './planRandom.ts';

/**
 * How many of `count` each weight gets: its exact share rounded down, then one more for those with the largest remainders until all
 * are given out (Hamilton's method); of equal remainders the first comes first.
 */
export function largestRemainders(weights: readonly number[], count: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (weight / total) * count);
  const given = exact.map(Math.floor);
  const left = count - given.reduce((sum, share) => sum + share, 0);
  const order = exact
    .map((share, index) => ({ index, remainder: share - given[index]! }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of order.slice(0, left)) given[index]! += 1;
  return given;
}

/**
 * The class of every image, by index: exactly as many of each as `largestRemainders` gives, in an order that Fisher and Yates's shuffle
 * draws from the seed. Two bytes an image.
 */
export function dealClasses(
  weights: readonly number[],
  count: number,
  seed: number,
  purpose: number,
): Uint16Array {
  const classes = new Uint16Array(count);
  let start = 0;
  for (const [index, share] of largestRemainders(weights, count).entries()) {
    classes.fill(index, start, start + share);
    start += share;
  }
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(planUniform(seed, purpose, last) * (last + 1));
    const moved = classes[last]!;
    classes[last] = classes[other]!;
    classes[other] = moved;
  }
  return classes;
}
