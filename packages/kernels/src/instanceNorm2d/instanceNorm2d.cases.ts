import type { CaseTable } from '../../test/case.ts';

const affine = (channels: number) => ({ weight: [channels], bias: [channels] });

export const instanceNorm2dCases: CaseTable = {
  operation: 'instanceNorm2d',
  tolerance: 'elementwise',
  cases: [
    { name: '1x1, 1 channel: only the bias is left', inputs: [[1, 1, 1, 1]], weights: affine(1) },
    { name: '3 channels, 5x7, batch 2', inputs: [[2, 3, 5, 7]], weights: affine(3) },
    { name: 'no weights, 6 channels', inputs: [[1, 6, 8, 8]] },
    { name: 'more positions than invocations', inputs: [[2, 5, 19, 23]], weights: affine(5), spread: 3 },
    {
      name: 'a mean far above the deviation',
      inputs: [[2, 5, 19, 23]],
      weights: affine(5),
      operands: { input: [1000, 1016, 1024, 1040, 1008, 1056, 1032] },
    },
    { name: 'a line', inputs: [[3, 6, 13]], weights: { weight: [6] }, attributes: { eps: 0.1 } },
    {
      name: 'rank 5, residual, leakyRelu',
      inputs: [[1, 5, 3, 4, 5]],
      weights: affine(5),
      epilogue: { activation: { name: 'leakyRelu', alpha: 0.2 }, residual: 'beforeActivation' },
    },
    {
      name: '33 channels, residual after relu',
      inputs: [[1, 33, 6, 6]],
      weights: affine(33),
      epilogue: { activation: { name: 'relu' }, residual: 'afterActivation' },
    },
  ],
};
