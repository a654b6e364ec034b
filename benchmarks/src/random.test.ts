import { expect, test } from 'vitest';
import { filled, seededRandom } from './random.ts';

test('the same seed gives the same values, another seed others', () => {
  const draw = (seed: number): Float32Array => filled(8, seededRandom(seed).normal);
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
});

test('normal values have mean 0 and deviation 1', () => {
  const values = filled(20_000, seededRandom(1).normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});
