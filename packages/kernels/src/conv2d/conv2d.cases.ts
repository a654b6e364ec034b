import type { Case, CaseTable } from '../../test/case.ts';

const relu = { activation: { name: 'relu' } } as const;

// Grey and colour pictures, in rows long enough for kernels that take many neighbours at once.
const wide = [2, 12, 4, 29];
const fewChannels: Case[] = [
  {
    name: 'grey, 3x3, tanh',
    inputs: [wide],
    weights: { weight: [1, 12, 3, 3], bias: [1] },
    attributes: { padding: [1, 1, 1, 1] },
    epilogue: { activation: { name: 'tanh' } },
  },
  {
    name: 'grey, 5 taps in a row, prelu, residual before',
    inputs: [wide],
    weights: { weight: [1, 12, 2, 5], bias: [1], slope: [1] },
    attributes: { padding: [1, 2, 0, 2] },
    epilogue: { activation: { name: 'prelu' }, residual: 'beforeActivation' },
  },
  {
    name: 'grey, 7 taps in a row, sigmoid, residual after',
    inputs: [wide],
    weights: { weight: [1, 12, 1, 7] },
    attributes: { padding: [0, 3, 0, 3] },
    epilogue: { activation: { name: 'sigmoid' }, residual: 'afterActivation' },
  },
  {
    name: 'grey, stride 2',
    inputs: [[1, 5, 5, 61]],
    weights: { weight: [1, 5, 3, 3] },
    attributes: { stride: [2, 2], padding: [1, 1, 1, 1] },
    epilogue: relu,
  },
  // Rows of whole fours, many of which the same taps reach.
  {
    name: 'grey, like rows, tanh, batch 2',
    inputs: [[2, 6, 9, 12]],
    weights: { weight: [1, 6, 3, 3], bias: [1] },
    attributes: { padding: [1, 1, 1, 1] },
    epilogue: { activation: { name: 'tanh' } },
  },
  {
    name: 'grey, like rows, stride 2, prelu',
    inputs: [[1, 5, 21, 32]],
    weights: { weight: [1, 5, 5, 3], slope: [1] },
    attributes: { stride: [2, 2], padding: [3, 1, 2, 1] },
    epilogue: { activation: { name: 'prelu' } },
  },
  {
    name: 'colour, like rows, dilation 2, leakyRelu',
    inputs: [[2, 5, 12, 12]],
    weights: { weight: [3, 5, 3, 3], bias: [3] },
    attributes: { dilation: [2, 2], padding: [3, 2, 1, 2] },
    epilogue: { activation: { name: 'leakyRelu', alpha: 0.2 } },
  },
  {
    name: 'two channels, like rows, a kernel above the input, relu',
    inputs: [[1, 4, 6, 16]],
    weights: { weight: [2, 4, 7, 3] },
    attributes: { padding: [3, 1, 3, 1] },
    epilogue: relu,
  },
  { name: 'two channels, long rows', inputs: [wide], weights: { weight: [2, 12, 3, 4], bias: [2] } },
  {
    name: 'colour, 7x7, tanh',
    inputs: [wide],
    weights: { weight: [3, 12, 7, 7], bias: [3] },
    attributes: { padding: [3, 3, 3, 3] },
    epilogue: { activation: { name: 'tanh' } },
  },
  {
    name: 'colour, sigmoid, which is not 0 at 0, residual after',
    inputs: [wide],
    weights: { weight: [3, 12, 1, 1], bias: [3] },
    epilogue: { activation: { name: 'sigmoid' }, residual: 'afterActivation' },
  },
  {
    name: 'colour, prelu, residual before',
    inputs: [wide],
    weights: { weight: [3, 12, 3, 3], bias: [3], slope: [3] },
    epilogue: { activation: { name: 'prelu' }, residual: 'beforeActivation' },
  },
];

// One channel that is spread over all, in the epilogue of each way to compute them.
const noisy: Case[] = [
  {
    name: '3x3, noise, bias, relu, batch 2',
    noise: true,
    inputs: [[2, 6, 7, 9]],
    weights: { weight: [37, 6, 3, 3], bias: [37] },
    attributes: { padding: [1, 1, 1, 1] },
    epilogue: relu,
  },
  {
    name: 'stride 2, noise, residual after, silu, batch 2',
    noise: true,
    inputs: [[2, 40, 9, 10]],
    weights: { weight: [26, 40, 3, 2] },
    attributes: { stride: [2, 1], padding: [1, 0, 1, 1] },
    epilogue: { activation: { name: 'silu' }, residual: 'afterActivation' },
  },
  {
    name: 'unaligned groups, noise, prelu, residual before, batch 2',
    noise: true,
    inputs: [[2, 9, 5, 5]],
    weights: { weight: [15, 3, 3, 3], bias: [15], slope: [15] },
    attributes: { groups: 3, padding: [1, 0, 0, 1] },
    epilogue: { activation: { name: 'prelu' }, residual: 'beforeActivation' },
  },
  {
    name: 'depthwise, noise, leakyRelu, batch 2',
    noise: true,
    inputs: [[2, 9, 5, 11]],
    weights: { weight: [9, 1, 3, 3] },
    attributes: { groups: 9, padding: [1, 1, 1, 1] },
    epilogue: { activation: { name: 'leakyRelu', alpha: 0.2 } },
  },
  {
    name: 'a head with more channels than slices, noise, sigmoid',
    noise: true,
    inputs: [[1, 150, 4, 4]],
    weights: { weight: [37, 150, 1, 1], bias: [37] },
    epilogue: { activation: { name: 'sigmoid' } },
  },
];

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
    {
      name: 'more than a tile of 64 positions by 64 channels, prelu, residual before, batch 2',
      inputs: [[2, 21, 9, 11]],
      weights: { weight: [70, 21, 3, 2], bias: [70], slope: [70] },
      attributes: { stride: [1, 2], padding: [1, 0, 2, 3], dilation: [1, 2] },
      epilogue: { activation: { name: 'prelu' }, residual: 'beforeActivation' },
    },
    {
      name: 'a head of 4x4 with more channels than slices, relu',
      inputs: [[2, 150, 4, 4]],
      weights: { weight: [37, 150, 3, 3], bias: [37] },
      attributes: { padding: [1, 1, 1, 1] },
      epilogue: relu,
    },
    {
      name: '3x3, more than a block of Winograd tiles, odd sizes, uneven padding, prelu, residual before, batch 2',
      inputs: [[2, 6, 11, 8]],
      weights: { weight: [37, 6, 3, 3], bias: [37], slope: [37] },
      attributes: { padding: [2, 0, 1, 3] },
      epilogue: { activation: { name: 'prelu' }, residual: 'beforeActivation' },
    },
    {
      name: '3x3, padding past the kernel, 1x1 image',
      inputs: [[1, 3, 1, 1]],
      weights: { weight: [2, 3, 3, 3] },
      attributes: { padding: [4, 5, 3, 4] },
    },
    {
      name: '2 groups of 36 to 34 channels, relu',
      inputs: [[1, 72, 5, 6]],
      weights: { weight: [68, 36, 3, 3], bias: [68] },
      attributes: { groups: 2, padding: [1, 1, 1, 1] },
      epilogue: relu,
    },
    {
      name: '3 groups of 18 to 20 channels, stride 2, batch 2',
      inputs: [[2, 54, 5, 7]],
      weights: { weight: [60, 18, 3, 2] },
      attributes: { groups: 3, padding: [1, 0, 1, 1], stride: [2, 1] },
    },
    {
      name: '2 groups of 32 to 4 channels',
      inputs: [[1, 64, 4, 4]],
      weights: { weight: [8, 32, 3, 3], bias: [8] },
      attributes: { groups: 2, padding: [1, 1, 1, 1] },
    },
    {
      name: 'depthwise, 9 channels, dilation 1x2, prelu, residual after, batch 2',
      inputs: [[2, 9, 5, 11]],
      weights: { weight: [9, 1, 3, 3], bias: [9], slope: [9] },
      attributes: { groups: 9, dilation: [1, 2], padding: [1, 3, 1, 2] },
      epilogue: { activation: { name: 'prelu' }, residual: 'afterActivation' },
    },
    ...fewChannels,
    ...noisy,
  ],
};
