import { expect, test } from 'vitest';
import { normalLatent, uniformLatent } from './latent.ts';

const count = 200_000;

test('normal values have the moments and tails of a standard normal distribution', () => {
  const values = normalLatent(1, 0, count);
  const mean = average(values, (value) => value);
  const variance = average(values, (value) => (value - mean) ** 2);
  // Five standard errors: 1/sqrt(n) for the mean, sqrt(2/n) for the variance, sqrt(15/n) and sqrt(96/n) for the rest.
  expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(count));
  expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  expect(Math.abs(average(values, (value) => value ** 3))).toBeLessThan(5 * Math.sqrt(15 / count));
  expect(Math.abs(average(values, (value) => value ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
  const beyond3 = values.filter((value) => Math.abs(value) > 3).length;
  expect(Math.abs(beyond3 - 0.0026998 * count)).toBeLessThan(5 * Math.sqrt(0.0027 * count));
});

test('uniform values fill their range evenly', () => {
  const bins = new Array<number>(10).fill(0);
  for (const value of uniformLatent(2, 0, count, -1, 1)) bins[Math.floor((value + 1) * 5)]! += 1;
  for (const bin of bins) expect(Math.abs(bin - count / 10)).toBeLessThan(5 * Math.sqrt(count * 0.09));
});

test('neighbouring values, seeds and streams are uncorrelated', () => {
  const base = normalLatent(3, 0, count);
  const others = [
    normalLatent(3, 0, count + 1).subarray(1),
    normalLatent(4, 0, count),
    normalLatent(3, 1, count),
  ];
  for (const other of others) {
    const product = average(base, (value, at) => value * other[at]!);
    expect(Math.abs(product)).toBeLessThan(5 / Math.sqrt(count));
  }
});

test('a longer latent starts with a shorter one', () => {
  expect(normalLatent(5, 2, 7)).toEqual(normalLatent(5, 2, 100).subarray(0, 7));
  expect(normalLatent(5, 2, 0)).toHaveLength(0);
});

test.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('seed %d is refused', (seed) => {
  expect(() => normalLatent(seed, 0, 1)).toThrow(
    new RangeError(`seed is ${seed}, expected an integer from 0 to 2^53 - 1`),
  );
});

test('a stream or count that is no u32 is refused', () => {
  expect(() => normalLatent(1, -1, 1)).toThrow('stream is -1, expected an integer from 0 to 2^32 - 1');
  expect(() => uniformLatent(1, 0, 1.5)).toThrow('count is 1.5, expected an integer from 0 to 2^32 - 1');
});

function average(values: Float32Array, term: (value: number, at: number) => number): number {
  return values.reduce((sum, value, at) => sum + term(value, at), 0) / values.length;
}
