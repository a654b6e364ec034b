import type { CaseTable } from '../../test/case.ts';

const relu = { activation: { name: 'relu' } } as const;

export const conv2dCases: CaseTable = {
  operation: 'conv2d',
  tolerance: 'sum',
  cases: [
    { name: '1x1 image, 1x1 kernel, 1 channel', inputs: [[1, 1, 1, 1]], weights: { weight: [1, 1, 1, 1] } },
    {
      name: '3x3 same, 3 to 5 channels, bias',
      inputs: [[1, 3, 7, 9]],
      weights: { weight: [5, 3, 3, 3], bias: [5] },
      attributes: { padding: [1, 1, 1, 1] },
    },
    {
      name: 'stride above the kernel, batch 2',
      inputs: [[2, 5, 11, 13]],
      weights: { weight: [6, 5, 2, 2] },
      attributes: { stride: [3, 4] },
    },
    {
      name: 'asymmetric padding, 6 to 1 channel, relu',
      inputs: [[1, 6, 5, 6]],
      weights: { weight: [1, 6, 4, 3], bias: [1] },
      attributes: { padding: [2, 0, 1, 3] },
      epilogue: relu,
    },
    {
      name: 'dilation 2x3, stride 2x1',
      inputs: [[1, 4, 12, 12]],
      weights: { weight: [8, 4, 3, 3], bias: [8] },
      attributes: { dilation: [2, 3], stride: [2, 1], padding: [2, 3, 2, 3] },
    },
    {
      name: 'aligned groups',
      inputs: [[2, 8, 6, 5]],
      weights: { weight: [12, 4, 3, 3], bias: [12] },
      attributes: { groups: 2, padding: [1, 1, 1, 1] },
    },
    {
      name: 'unaligned groups of 3 to 2 channels',
      inputs: [[1, 9, 5, 5]],
      weights: { weight: [6, 3, 3, 3] },
      attributes: { groups: 3, padding: [1, 0, 0, 1] },
    },
    {
      name: 'depthwise, 6 channels',
      inputs: [[1, 6, 8, 7]],
      weights: { weight: [6, 1, 5, 5], bias: [6] },
      attributes: { groups: 6, padding: [2, 2, 2, 2], stride: [2, 2] },
    },
    {
      name: 'residual before the activation',
      inputs: [[1, 6, 4, 4]],
      weights: { weight: [6, 6, 3, 3], bias: [6] },
      attributes: { padding: [1, 1, 1, 1] },
      epilogue: { activation: { name: 'leakyRelu', alpha: 0.2 }, residual: 'beforeActivation' },
    },
    {
      name: 'residual after the activation',
      inputs: [[2, 5, 3, 4]],
      weights: { weight: [5, 5, 1, 1] },
      epilogue: { activation: { name: 'tanh' }, residual: 'afterActivation' },
    },
    {
      name: 'many channels',
      inputs: [[1, 64, 9, 9]],
      weights: { weight: [33, 64, 3, 3], bias: [33] },
      attributes: { padding: [1, 1, 1, 1] },
    },
  ],
};
