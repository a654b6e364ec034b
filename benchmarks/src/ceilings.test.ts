import { expect, test } from 'vitest';
import { ceilingsOf } from './ceilings.ts';
import type { CeilingSample } from './results.ts';

const sample = (instructions: CeilingSample['instructions'], loop: string, gmacs: number) => ({
  instructions,
  loop,
  gmacs,
});

test('the ceiling is the best loop, before or after', () => {
  const before = [sample('simd', 'chain8', 20), sample('simd', 'sums8', 31), sample('relaxed', 'chain8', 33)];
  const after = [sample('simd', 'chain8', 32), sample('simd', 'sums8', 30), sample('relaxed', 'chain8', 29)];
  expect(ceilingsOf(before, after)).toEqual([
    { instructions: 'simd', gmacs: 32, before: before[1], after: after[0] },
    { instructions: 'relaxed', gmacs: 33, before: before[2], after: after[0] },
  ]);
});

test('a browser has the ceilings of the instructions that it runs', () => {
  const plain = [sample('simd', 'sums8', 31)];
  expect(ceilingsOf(plain, plain).map(({ instructions }) => instructions)).toEqual(['simd']);
  expect(ceilingsOf([], [])).toEqual([]);
});
