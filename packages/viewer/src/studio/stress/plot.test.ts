import { expect, test } from 'vitest';
import { amountText, ticks } from './plot.ts';

test('ticks are round and lie within', () => {
  expect(ticks(-3, 3, 6)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  expect(ticks(-1.2, 1.2, 5)).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect(ticks(0, 1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

test('an amount has the digits that are known', () => {
  expect(amountText({ amount: 1.4321, within: 0.004 })).toBe('+1.432');
  expect(amountText({ amount: -1.4321, within: 0.05 })).toBe('−1.4');
  expect(amountText({ amount: 12.4, within: 0.5 })).toBe('+12');
});
