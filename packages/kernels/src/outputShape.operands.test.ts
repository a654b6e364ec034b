import { describe } from 'vitest';
import { type Misfit, refuseShapes } from '../test/misfit.ts';

const operands = (...shapes: number[][]) => shapes;

const misfits: readonly Misfit[] = [
  [
    'add',
    { inputs: [[1, 3]] },
    'has one input and no weight "other", expected two inputs, or one and a weight "other"',
  ],
  [
    'add',
    {
      inputs: operands([1, 3], [1, 3]),
      weights: { other: [3] },
    },
    'has two inputs and a weight "other", expected two inputs, or one and a weight "other"',
  ],
  [
    'add',
    {
      inputs: operands([2, 3, 4, 4], [2, 3]),
    },
    'operands are [2,3,4,4] and [2,3], expected equal ranks, or a constant of lower rank',
  ],
  [
    'multiply',
    { inputs: [[2, 3]], weights: { other: [2, 3] } },
    'operands are [2,3] and [2,3], expected 1 as first size of the second',
  ],
  [
    'multiply',
    {
      inputs: operands([2, 3, 4], [2, 2, 4]),
    },
    'operands are [2,3,4] and [2,2,4], expected equal sizes, or 1, along axis 1',
  ],
  ['gridSample', { inputs: operands([2, 3, 4], [2, 4, 4, 2]) }, 'input is [2,3,4], expected rank 4'],
  ['gridSample', { inputs: operands([2, 3, 4, 4], [1, 4, 4, 2]) }, 'grid is [1,4,4,2], expected [2,*,*,2]'],
  [
    'gridSample',
    { inputs: operands([2, 3, 4, 4], [2, 4, 4, 2]), attributes: { planarGrid: true } },
    'grid is [2,4,4,2], expected [2,2,*,*]',
  ],
  ['gridSample', { inputs: operands([2, 3, 4, 4], [2, 2, 4, 4]) }, 'grid is [2,2,4,4], expected [2,*,*,2]'],
  [
    'gridSample',
    { inputs: operands([1, 1, 1, 8388609], [1, 1, 1, 2]) },
    'input is [1,1,1,8388609], expected sizes up to 8388608',
  ],
  [
    'concat',
    {
      inputs: operands([1, 2, 3], [1, 2, 4]),
    },
    'input is [1,2,4], expected [1,*,3]',
  ],
  [
    'concat',
    {
      inputs: operands([1, 2], [1, 2]),
      attributes: { axis: -2 },
    },
    'axis is -2, expected 1 to 1 (the batch axis cannot change)',
  ],
  [
    'matmul',
    {
      inputs: operands([2, 3], [3, 4]),
    },
    'input is [2,3], expected rank 3 to 6',
  ],
  [
    'matmul',
    {
      inputs: operands([2, 3, 4], [1, 4, 5]),
    },
    'operands are [2,3,4] and [1,4,5], expected equal batches',
  ],
  [
    'matmul',
    {
      inputs: operands([2, 3, 4, 5], [2, 2, 5, 6]),
    },
    'operands are [2,3,4,5] and [2,2,5,6], expected equal sizes, or 1, along axis 1',
  ],
  [
    'matmul',
    {
      inputs: operands([2, 3, 4], [2, 4, 5]),
      attributes: { transposeB: true },
    },
    'operands are [2,3,4] and [2,4,5], expected 4 rows in the second, not 5',
  ],
  [
    'scaledDotProductAttention',
    {
      inputs: operands([2, 3, 4], [2, 5, 4], [2, 6, 4]),
    },
    'value is [2,6,4], expected [2,5,*]',
  ],
  [
    'where',
    { inputs: operands([1, 3], [1, 3]) },
    'has two inputs and no weight "other", expected three inputs, or two and a weight "other"',
  ],
  [
    'where',
    { inputs: operands([2, 3, 4], [2, 3, 4], [2, 3]) },
    'operands are [2,3,4] and [2,3,4] and [2,3], expected equal ranks, or a constant of lower rank',
  ],
  [
    'where',
    { inputs: operands([2, 3], [1, 3], [2, 3]) },
    'operands are [2,3] and [1,3] and [2,3], expected 2 as first size of the second',
  ],
  [
    'where',
    { inputs: operands([2, 3], [2, 3]), weights: { other: [2, 3] } },
    'operands are [2,3] and [2,3] and [2,3], expected 1 as first size of the third',
  ],
  [
    'where',
    { inputs: operands([2, 1, 4], [2, 3, 4], [2, 2, 4]) },
    'operands are [2,1,4] and [2,3,4] and [2,2,4], expected equal sizes, or 1, along axis 1',
  ],
];

describe('outputShape refuses operands that do not fit each other', () => refuseShapes(misfits));
