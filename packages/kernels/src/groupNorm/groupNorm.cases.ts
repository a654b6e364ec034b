import type { CaseTable } from '../../test/case.ts';

const affine = (channels: number) => ({ weight: [channels], bias: [channels] });

export const groupNormCases: CaseTable = {
  operation: 'groupNorm',
  tolerance: 'elementwise',
  cases: [
    { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], weights: affine(1), attributes: { groups: 1 } },
    {
      name: '2 groups of 4 channels, 5x7, batch 2',
      inputs: [[2, 8, 5, 7]],
      weights: affine(8),
      attributes: { groups: 2 },
    },
    { name: 'no weights, one group of 6 channels', inputs: [[1, 6, 8, 8]], attributes: { groups: 1 } },
    {
      name: '4 groups of 3 channels: vec4 are shared',
      inputs: [[2, 12, 4, 3]],
      weights: affine(12),
      attributes: { groups: 4 },
    },
    {
      name: '5 groups of 3 channels: the last block is not full',
      inputs: [[1, 15, 3, 5]],
      weights: affine(15),
      attributes: { groups: 5, eps: 0.1 },
    },
    {
      name: '3 groups of 2 channels',
      inputs: [[2, 6, 3, 3]],
      weights: { weight: [6] },
      attributes: { groups: 3 },
    },
    { name: '5 groups of 1 channel', inputs: [[2, 5, 4, 4]], weights: affine(5), attributes: { groups: 5 } },
    {
      name: '2 groups of 9 channels',
      inputs: [[1, 18, 2, 3]],
      weights: affine(18),
      attributes: { groups: 2 },
    },
    {
      name: '2 groups of 12 channels, more positions than invocations',
      inputs: [[2, 24, 19, 23]],
      weights: affine(24),
      attributes: { groups: 2 },
      spread: 3,
    },
    {
      name: '21 groups of 1 channel',
      inputs: [[1, 21, 5, 3]],
      weights: affine(21),
      attributes: { groups: 21 },
    },
    {
      name: 'one group of 140 channels',
      inputs: [[2, 140, 3, 3]],
      weights: affine(140),
      attributes: { groups: 1 },
    },
    {
      name: '2 groups of 67 channels',
      inputs: [[1, 134, 2, 2]],
      weights: affine(134),
      attributes: { groups: 2 },
    },
    {
      name: 'a mean far above the deviation, 5 groups of 3 channels',
      inputs: [[1, 15, 9, 17]],
      attributes: { groups: 5 },
      operands: { input: [1000, 1016, 1024, 1040, 1008, 1056, 1032] },
    },
    { name: 'features', inputs: [[3, 8]], weights: affine(8), attributes: { groups: 2 } },
    { name: 'a line', inputs: [[3, 6, 13]], weights: { bias: [6] }, attributes: { groups: 3 } },
    {
      name: 'rank 5, residual, silu',
      inputs: [[1, 8, 3, 4, 5]],
      weights: affine(8),
      attributes: { groups: 2 },
      epilogue: { activation: { name: 'silu' }, residual: 'beforeActivation' },
    },
    {
      name: '33 channels, residual after relu',
      inputs: [[1, 33, 6, 6]],
      weights: affine(33),
      attributes: { groups: 3 },
      epilogue: { activation: { name: 'relu' }, residual: 'afterActivation' },
    },
  ],
};
