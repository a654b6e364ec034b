import type { CaseTable } from '../../test/case.ts';

/** Queries, keys and values; `leading` is the batch and the heads. */
const shapes = (
  leading: readonly number[],
  rows: number,
  keys: number,
  features: number,
  columns = features,
) => [
  [...leading, rows, features],
  [...leading, keys, features],
  [...leading, keys, columns],
];

export const scaledDotProductAttentionCases: CaseTable = {
  operation: 'scaledDotProductAttention',
  tolerance: 'elementwise',
  cases: [
    { name: 'one query, one key', inputs: shapes([1], 1, 1, 1) },
    { name: '5 queries, 7 keys, batch 2', inputs: shapes([2], 5, 7, 6) },
    { name: '4 heads of 8 features', inputs: shapes([2, 4], 17, 17, 8), spread: 2 },
    { name: '3 heads, other sizes', inputs: shapes([1, 3], 6, 37, 5, 9) },
    { name: 'one head', inputs: shapes([2, 1], 21, 19, 12), spread: 2 },
    { name: '5 heads, causal', inputs: shapes([1, 5], 35, 35, 4), attributes: { causal: true } },
    { name: 'causal without heads', inputs: shapes([2], 21, 40, 4), attributes: { causal: true } },
    {
      name: 'one head, causal, fewer keys',
      inputs: shapes([1, 1], 30, 18, 4),
      attributes: { causal: true, scale: 1 },
    },
    { name: 'scale', inputs: shapes([1, 2], 9, 9, 6), attributes: { scale: 0.25 } },
    { name: 'more than 64 features of values', inputs: shapes([1, 4], 18, 20, 10, 70) },
    { name: 'rank 5', inputs: shapes([2, 3, 2], 5, 6, 4) },
    { name: 'rank 6, axis 1 of 1', inputs: shapes([1, 1, 2, 3], 5, 6, 4) },
    { name: 'large scores', inputs: shapes([1, 2], 12, 50, 16), spread: 3 },
    { name: '1030 keys', inputs: shapes([1, 1], 3, 1030, 4) },
    {
      name: 'residual, relu',
      inputs: shapes([1, 6], 7, 7, 3),
      epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
    },
  ],
};
