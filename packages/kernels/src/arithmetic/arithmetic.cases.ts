import type { Case, CaseTable } from '../../test/case.ts';

const rows: readonly Case[] = [
  {
    name: '1x1, 1 channel',
    inputs: [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ],
  },
  {
    name: 'same shape, 3 channels, batch 2',
    inputs: [
      [2, 3, 5, 7],
      [2, 3, 5, 7],
    ],
  },
  {
    name: 'one channel for 5',
    inputs: [
      [2, 5, 4, 3],
      [2, 1, 4, 3],
    ],
  },
  {
    name: 'one channel for 6, first operand',
    inputs: [
      [1, 1, 3, 3],
      [1, 6, 3, 3],
    ],
  },
  {
    name: 'a value for each channel',
    inputs: [
      [2, 6, 4, 5],
      [2, 6, 1, 1],
    ],
  },
  {
    name: 'both grow',
    inputs: [
      [2, 5, 1, 4],
      [2, 1, 3, 1],
    ],
  },
  {
    name: 'one value for each image',
    inputs: [
      [3, 5, 2, 2],
      [3, 1, 1, 1],
    ],
  },
  {
    name: 'features, batch 3',
    inputs: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'a line and a column',
    inputs: [
      [2, 3, 7],
      [2, 3, 1],
    ],
  },
  {
    name: 'rank 5',
    inputs: [
      [1, 6, 2, 3, 4],
      [1, 6, 2, 1, 4],
    ],
  },
  {
    name: 'rank 6',
    inputs: [
      [2, 3, 2, 3, 1, 2],
      [2, 3, 1, 3, 4, 2],
    ],
  },
  { name: 'rank 1', inputs: [[5], [5]] },
  { name: 'constant of the same rank', inputs: [[2, 5, 3, 4]], weights: { other: [1, 5, 3, 4] } },
  { name: 'constant scalar', inputs: [[2, 5, 3, 4]], weights: { other: [] } },
  { name: 'constant for each channel', inputs: [[2, 6, 3, 4]], weights: { other: [6, 1, 1] } },
  { name: 'constant row', inputs: [[2, 3, 3, 4]], weights: { other: [4] } },
  { name: 'constant features', inputs: [[3, 6]], weights: { other: [6] } },
  { name: 'constant that widens', inputs: [[2, 1, 3, 1]], weights: { other: [5, 1, 4] } },
  {
    name: 'residual, relu',
    inputs: [
      [1, 5, 3, 4],
      [1, 5, 1, 4],
    ],
    epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
  },
];

export const addCases: CaseTable = { operation: 'add', tolerance: 'elementwise', cases: rows };
export const multiplyCases: CaseTable = { operation: 'multiply', tolerance: 'elementwise', cases: rows };
