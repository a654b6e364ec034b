import type { Case, CaseTable } from '../../test/case.ts';

const over = (dim: readonly number[], keepdim = false) => ({ dim, keepdim });

const rows: readonly Case[] = [
  { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], attributes: over([2, 3]) },
  { name: 'global pooling, 5 channels, batch 2', inputs: [[2, 5, 9, 11]], attributes: over([2, 3]) },
  { name: 'global pooling that keeps axes', inputs: [[2, 20, 4, 4]], attributes: over([-1, -2], true) },
  { name: 'channels', inputs: [[2, 6, 3, 5]], attributes: over([1], true) },
  { name: 'channels: rows take their place', inputs: [[2, 6, 3, 5]], attributes: over([1]) },
  { name: 'channels of one position: rows of one', inputs: [[2, 5, 1, 3]], attributes: over([1]) },
  { name: 'rows', inputs: [[1, 3, 7, 5]], attributes: over([2]) },
  { name: 'columns', inputs: [[1, 33, 4, 70]], attributes: over([3], true) },
  { name: 'channels and columns', inputs: [[2, 3, 7, 5]], attributes: over([1, 3]) },
  { name: 'everything', inputs: [[2, 5, 13, 11]], attributes: over([1, 2, 3]) },
  { name: 'everything, axes kept', inputs: [[2, 5, 13, 11]], attributes: over([3, 2, 1], true) },
  { name: 'features, batch 3', inputs: [[3, 7]], attributes: over([1]) },
  { name: '700 features', inputs: [[2, 700]], attributes: over([-1], true) },
  { name: 'a line', inputs: [[2, 6, 130]], attributes: over([2]) },
  { name: 'rank 5, every other axis', inputs: [[2, 5, 3, 4, 2]], attributes: over([2, 4]) },
  { name: 'rank 6, every other axis', inputs: [[2, 3, 2, 5, 3, 4]], attributes: over([3, 5]) },
  { name: 'rank 6, channels and two more', inputs: [[1, 3, 2, 5, 3, 4]], attributes: over([1, 3, 5]) },
  { name: 'rank 6, channels and one in the middle', inputs: [[2, 3, 2, 5, 3, 4]], attributes: over([1, 4]) },
  {
    name: 'residual, relu',
    inputs: [[2, 5, 3, 4]],
    attributes: over([3], true),
    epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
  },
];

/** Without fused additions, whose rounding would show where values are copied. */
const plain = rows.filter((row) => row.epilogue === undefined);

export const reductionCases: readonly CaseTable[] = [
  { operation: 'mean', tolerance: 'sum', cases: rows },
  { operation: 'sum', tolerance: 'sum', cases: rows },
  { operation: 'amax', tolerance: 'copy', cases: plain },
  { operation: 'amin', tolerance: 'copy', cases: plain },
];
