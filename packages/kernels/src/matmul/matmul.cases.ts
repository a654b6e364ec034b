import type { CaseTable } from '../../test/case.ts';

const both = (a: readonly number[], b: readonly number[]) => [a, b];
const swapped = (transposeA: boolean, transposeB: boolean) => ({ transposeA, transposeB });

export const matmulCases: CaseTable = {
  operation: 'matmul',
  tolerance: 'sum',
  cases: [
    { name: '1x1', inputs: both([1, 1, 1], [1, 1, 1]) },
    { name: '5x7 by 7x6, batch 2', inputs: both([2, 5, 7], [2, 7, 6]) },
    {
      name: '5x7 by 7x6, the first swapped',
      inputs: both([2, 7, 5], [2, 7, 6]),
      attributes: swapped(true, false),
    },
    {
      name: '5x7 by 7x6, the second swapped',
      inputs: both([2, 5, 7], [2, 6, 7]),
      attributes: swapped(false, true),
    },
    { name: '5x7 by 7x6, both swapped', inputs: both([1, 7, 5], [1, 6, 7]), attributes: swapped(true, true) },
    { name: 'more than a tile: 70x33 by 33x67', inputs: both([1, 70, 33], [1, 33, 67]) },
    { name: 'a long sum', inputs: both([1, 9, 300], [1, 300, 5]) },
    { name: 'a row by a matrix', inputs: both([3, 1, 20], [3, 20, 9]) },
    { name: 'a matrix by a column', inputs: both([2, 20, 9], [2, 9, 1]) },
    { name: '4 heads, scores', inputs: both([2, 4, 19, 8], [2, 4, 18, 8]), attributes: swapped(false, true) },
    { name: '4 heads, values', inputs: both([1, 4, 19, 18], [1, 4, 18, 34]) },
    { name: '3 heads, batch 2', inputs: both([2, 3, 17, 5], [2, 3, 5, 6]) },
    {
      name: '6 heads, the first swapped',
      inputs: both([1, 6, 5, 17], [1, 6, 5, 3]),
      attributes: swapped(true, false),
    },
    { name: 'one head', inputs: both([2, 1, 21, 10], [2, 1, 10, 35]) },
    {
      name: 'one head, both swapped',
      inputs: both([1, 1, 10, 21], [1, 1, 35, 10]),
      attributes: swapped(true, true),
    },
    { name: 'the first for 5 heads', inputs: both([2, 1, 6, 7], [2, 5, 7, 3]) },
    { name: 'the second for 5 heads', inputs: both([2, 5, 6, 7], [2, 1, 7, 3]) },
    { name: 'rank 5, both grow', inputs: both([2, 3, 1, 4, 5], [2, 1, 4, 5, 6]) },
    { name: 'rank 5, axis 1 of 1', inputs: both([1, 1, 3, 6, 5], [1, 1, 3, 5, 2]) },
    { name: 'rank 6', inputs: both([1, 5, 2, 1, 4, 3], [1, 5, 1, 3, 3, 2]) },
    {
      name: 'residual, gelu',
      inputs: both([2, 6, 9], [2, 9, 5]),
      epilogue: { activation: { name: 'gelu' }, residual: 'beforeActivation' },
    },
    {
      name: 'heads, residual after relu',
      inputs: both([1, 3, 6, 9], [1, 3, 9, 5]),
      epilogue: { activation: { name: 'relu' }, residual: 'afterActivation' },
    },
    {
      name: 'one head, residual, relu',
      inputs: both([1, 1, 6, 9], [1, 1, 9, 5]),
      epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
    },
  ],
};
