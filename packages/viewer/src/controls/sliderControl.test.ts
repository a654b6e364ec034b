import { expect, test } from 'vitest';
import { stepFor } from './sliderControl.ts';

test.each([
  [6, 0.1],
  [1, 0.02],
  [2, 0.05],
  [50, 1],
  [600, 10],
  [0.06, 0.001],
])('a span of %s is stepped by %s', (span, step) => {
  expect(stepFor(span)).toBe(step);
});
