import type { Case, CaseTable } from '../../test/case.ts';

const same = { stride: [2, 2], padding: [1, 1, 1, 1] };

// One channel that is spread over all, in the epilogue of each way to compute them.
const noisy: Case[] = [
  {
    name: 'more than a tile of 32 positions of a phase by 32 channels, noise, bias, relu, batch 2',
    noise: true,
    inputs: [[2, 21, 5, 6]],
    weights: { weight: [21, 37, 4, 4], bias: [37] },
    attributes: same,
    epilogue: { activation: { name: 'relu' } },
  },
  {
    name: 'unaligned groups, noise, residual before, prelu, batch 2',
    noise: true,
    inputs: [[2, 6, 4, 5]],
    weights: { weight: [6, 3, 3, 3], bias: [9], slope: [9] },
    attributes: { ...same, groups: 3, outputPadding: [1, 1] },
    epilogue: { activation: { name: 'prelu' }, residual: 'beforeActivation' },
  },
  {
    name: 'depthwise, noise, residual after, tanh, batch 2',
    noise: true,
    inputs: [[2, 9, 4, 5]],
    weights: { weight: [9, 1, 4, 4] },
    attributes: { ...same, groups: 9 },
    epilogue: { activation: { name: 'tanh' }, residual: 'afterActivation' },
  },
  {
    name: 'a head with more channels than slices, noise, silu',
    noise: true,
    inputs: [[1, 150, 4, 4]],
    weights: { weight: [150, 37, 4, 4] },
    attributes: same,
    epilogue: { activation: { name: 'silu' } },
  },
];

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
    {
      name: 'more than a tile of 64 positions of a phase by 64 channels, prelu, residual after, batch 2',
      inputs: [[2, 21, 7, 6]],
      weights: { weight: [21, 70, 4, 3], bias: [70], slope: [70] },
      attributes: { stride: [2, 2], padding: [1, 0, 2, 1], outputPadding: [0, 1] },
      epilogue: { activation: { name: 'prelu' }, residual: 'afterActivation' },
    },
    {
      name: 'a head of 4x4 with more channels than slices, relu',
      inputs: [[2, 150, 4, 4]],
      weights: { weight: [150, 37, 4, 4], bias: [37] },
      attributes: { stride: [2, 2], padding: [1, 1, 1, 1] },
      epilogue: { activation: { name: 'relu' } },
    },
    {
      name: '2 groups of 36 to 34 channels, relu',
      inputs: [[1, 72, 3, 4]],
      weights: { weight: [72, 34, 4, 4], bias: [68] },
      attributes: { groups: 2, stride: [2, 2], padding: [1, 1, 1, 1] },
      epilogue: { activation: { name: 'relu' } },
    },
    {
      name: '3 groups of 18 to 20 channels, stride 2x1, batch 2',
      inputs: [[2, 54, 3, 3]],
      weights: { weight: [54, 20, 3, 3] },
      attributes: { groups: 3, stride: [2, 1], padding: [1, 0, 1, 1] },
    },
    {
      name: 'depthwise, 9 channels, stride 3x2, dilation 1x2, prelu, residual after, batch 2',
      inputs: [[2, 9, 4, 5]],
      weights: { weight: [9, 1, 3, 3], bias: [9], slope: [9] },
      attributes: {
        groups: 9,
        stride: [3, 2],
        dilation: [1, 2],
        padding: [1, 2, 0, 1],
        outputPadding: [1, 0],
      },
      epilogue: { activation: { name: 'prelu' }, residual: 'afterActivation' },
    },
    {
      name: 'an output smaller than the stride, batch 2',
      inputs: [[2, 3, 1, 1]],
      weights: { weight: [3, 5, 2, 1], bias: [5] },
      attributes: { stride: [4, 3] },
    },
    ...noisy,
  ],
};
