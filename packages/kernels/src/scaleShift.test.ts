import { expect, it } from 'vitest';
import { channelOperand } from './scaleShift.ts';
import type { Tensor } from './tensor.ts';

const vector = (...values: number[]): Tensor => ({ shape: [values.length], data: Float32Array.from(values) });

const rows = (channels: number, weights: Readonly<Record<string, Tensor>>) => {
  const call = { inputs: [], weights: {}, output: [1, channels], attributes: { eps: 1 } };
  const { vectors, values } = channelOperand(call);
  const packed = values(weights);
  expect(packed).toHaveLength(4 * vectors);
  return [...packed];
};

it('folds running statistics into scale and shift', () => {
  const weights = {
    runningMean: vector(1, 2, 3),
    runningVar: vector(3, 0, 8),
    weight: vector(4, 5, 6),
    bias: vector(7, 8, 9),
  };
  // sqrt(var + 1) is 2, 1, 3: scale 2, 5, 2; shift 7 - 1 * 2, 8 - 2 * 5, 9 - 3 * 2.
  expect(rows(3, weights)).toEqual([2, 5, 2, 0, 5, -2, 3, 0]);
});

it('is weight and bias where there are no statistics', () => {
  expect(rows(2, { bias: vector(3, 4) })).toEqual([1, 1, 0, 0, 3, 4, 0, 0]);
});
