import type { CaseTable } from '../../test/case.ts';

export const convTranspose2dCases: CaseTable = {
  operation: 'convTranspose2d',
  tolerance: 'sum',
  cases: [
    { name: '1x1 image, 1x1 kernel, 1 channel', inputs: [[1, 1, 1, 1]], weights: { weight: [1, 1, 1, 1] } },
    {
      name: 'DCGAN head: 1x1 to 4x4, batch 3',
      inputs: [[3, 10, 1, 1]],
      weights: { weight: [10, 6, 4, 4], bias: [6] },
      epilogue: { activation: { name: 'relu' } },
    },
    {
      name: 'DCGAN block: stride 2, kernel 4, padding 1',
      inputs: [[2, 5, 4, 5]],
      weights: { weight: [5, 3, 4, 4] },
      attributes: { stride: [2, 2], padding: [1, 1, 1, 1] },
      epilogue: { activation: { name: 'tanh' } },
    },
    {
      name: 'stride above the kernel: positions that no tap reaches',
      inputs: [[1, 3, 4, 3]],
      weights: { weight: [3, 5, 2, 2], bias: [5] },
      attributes: { stride: [3, 4] },
    },
    {
      name: 'output padding, odd kernel',
      inputs: [[1, 6, 5, 7]],
      weights: { weight: [6, 6, 3, 3] },
      attributes: { stride: [2, 2], padding: [1, 1, 1, 1], outputPadding: [1, 1] },
    },
    {
      name: 'asymmetric padding',
      inputs: [[1, 1, 6, 5]],
      weights: { weight: [1, 6, 5, 4], bias: [6] },
      attributes: { stride: [2, 3], padding: [0, 3, 2, 1] },
    },
    {
      name: 'dilation that shares a factor with the stride',
      inputs: [[1, 4, 5, 5]],
      weights: { weight: [4, 4, 3, 3], bias: [4] },
      attributes: { stride: [4, 2], dilation: [2, 2], padding: [1, 2, 1, 2] },
    },
    {
      name: 'dilation 3, stride 2',
      inputs: [[1, 3, 5, 6]],
      weights: { weight: [3, 3, 3, 3] },
      attributes: { stride: [2, 2], dilation: [3, 3], padding: [3, 3, 3, 3], outputPadding: [1, 0] },
    },
    {
      name: 'aligned groups, batch 2',
      inputs: [[2, 8, 4, 4]],
      weights: { weight: [8, 4, 4, 4], bias: [8] },
      attributes: { stride: [2, 2], padding: [1, 1, 1, 1], groups: 2 },
    },
    {
      name: 'unaligned groups',
      inputs: [[1, 6, 4, 5]],
      weights: { weight: [6, 3, 3, 3], bias: [9] },
      attributes: { stride: [2, 2], padding: [1, 1, 1, 1], groups: 3, outputPadding: [1, 1] },
    },
    {
      name: 'depthwise, stride 1, residual',
      inputs: [[1, 5, 6, 6]],
      weights: { weight: [5, 1, 3, 3] },
      attributes: { groups: 5, padding: [1, 1, 1, 1] },
      epilogue: { residual: 'beforeActivation' },
    },
    {
      name: 'grey, like rows, stride 2, tanh, batch 2',
      inputs: [[2, 6, 7, 16]],
      weights: { weight: [6, 1, 4, 4], bias: [1] },
      attributes: { stride: [2, 2], padding: [1, 1, 1, 1] },
      epilogue: { activation: { name: 'tanh' } },
    },
    {
      name: 'colour, like rows, stride 3x2',
      inputs: [[1, 5, 9, 8]],
      weights: { weight: [5, 3, 5, 4] },
      attributes: { stride: [3, 2], padding: [1, 1, 1, 1] },
    },
    {
      name: 'many channels',
      inputs: [[1, 64, 5, 5]],
      weights: { weight: [64, 20, 4, 4] },
      attributes: { stride: [2, 2], padding: [1, 1, 1, 1] },
    },
  ],
};
