import { describe, expect, test } from 'vitest';
import { channelsFirst, compareImages, largestDifference } from './agreement.ts';

test('channelsFirst', () => {
  expect([...channelsFirst(Float32Array.of(1, 2, 3, 4, 5, 6), 3)]).toEqual([1, 4, 2, 5, 3, 6]);
});

describe('largestDifference', () => {
  test('is absolute', () => {
    expect(largestDifference(Float32Array.of(0, 1), Float32Array.of(0.5, -1))).toBe(2);
  });

  test('is infinite for values that are no numbers and for other sizes', () => {
    expect(largestDifference(Float32Array.of(Number.NaN, 0), Float32Array.of(0, 0))).toBe(Infinity);
    expect(largestDifference(Float32Array.of(0), Float32Array.of(0, 0))).toBe(Infinity);
  });
});

test('compareImages compares each with each and takes the worst input', () => {
  const image = (value: number): Float32Array => Float32Array.of(value, -1);
  const agreement = compareImages(
    ['a', 'b', 'c'],
    [
      [image(1), image(1)],
      [image(1), image(1.5)],
      [image(3), image(1)],
    ],
  );
  expect(agreement.pairs).toEqual([
    { between: ['a', 'b'], difference: 0.5 },
    { between: ['a', 'c'], difference: 2 },
    { between: ['b', 'c'], difference: 2 },
  ]);
  expect(agreement.inputs).toBe(2);
  expect(agreement.deviation).toBe(1);
});
