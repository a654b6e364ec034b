import type { Case, CaseTable } from '../../test/case.ts';

const thrice = (...shape: number[]) => [shape, shape, shape];
/** Shapes of the operands: condition, input and other. */
const operands = (...shapes: number[][]) => shapes;

const rows: readonly Case[] = [
  { name: '1x1, 1 channel', inputs: thrice(1, 1, 1, 1) },
  { name: 'same shape, 5 channels, batch 2', inputs: thrice(2, 5, 3, 4) },
  { name: 'a mask of one channel', inputs: operands([2, 1, 3, 5], [2, 6, 3, 5], [2, 6, 1, 1]) },
  { name: 'each grows', inputs: operands([1, 5, 1, 1], [1, 1, 3, 1], [1, 1, 1, 4]) },
  { name: 'features and a constant', inputs: operands([3, 6], [3, 6]), weights: { other: [6] } },
  { name: 'a line and a number', inputs: operands([2, 3, 7], [2, 3, 1]), weights: { other: [] } },
  {
    name: 'rank 6',
    inputs: operands([2, 3, 2, 1, 1, 2], [2, 3, 2, 3, 1, 2], [2, 1, 1, 3, 4, 2]),
  },
];

export const whereCases: CaseTable = {
  operation: 'where',
  tolerance: 'copy',
  cases: rows.map((row) => ({ ...row, operands: { input: [1, 0, 0, -2, 0.5, 0, 1] } })),
};
