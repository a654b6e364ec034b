import { expect, it } from 'vitest';
import { scaleShift, type Tensor } from './index.ts';

const vector = (...values: number[]): Tensor => ({ shape: [values.length], data: Float32Array.from(values) });

it('folds running statistics into scale and shift', () => {
  const weights = {
    runningMean: vector(1, 2, 3),
    runningVar: vector(3, 0, 8),
    weight: vector(4, 5, 6),
    bias: vector(7, 8, 9),
  };
  // sqrt(var + 1) is 2, 1, 3: scale 2, 5, 2; shift 7 - 1 * 2, 8 - 2 * 5, 9 - 3 * 2.
  expect([...scaleShift(3, weights, { eps: 1 })]).toEqual([2, 5, 2, 0, 5, -2, 3, 0]);
});

it('is weight and bias where there are no statistics', () => {
  expect([...scaleShift(2, { bias: vector(3, 4) }, { eps: 1 })]).toEqual([1, 1, 0, 0, 3, 4, 0, 0]);
});
