import { describe } from 'vitest';
import { type Misfit, refuseShapes } from '../test/misfit.ts';

const misfits: readonly Misfit[] = [
  [
    'conv2d',
    { inputs: [[1, 3, 4]], weights: { weight: [1, 3, 1, 1] } },
    'input is [1,3,4], expected [N,C,H,W]',
  ],
  ['conv2d', { inputs: [[1, 3, 4, 4]] }, 'weight is absent, expected [*,3,*,*]'],
  [
    'conv2d',
    { inputs: [[1, 3, 2, 4]], weights: { weight: [1, 3, 3, 3] } },
    'output height is 0, expected at least 1',
  ],
  [
    'conv2d',
    { inputs: [[1, 3, 4, 4]], weights: { weight: [4, 3, 1, 1] }, attributes: { groups: 2 } },
    'input has 3 channels, expected a multiple of groups 2',
  ],
  [
    'conv2d',
    { inputs: [[1, 4, 4, 4]], weights: { weight: [3, 2, 1, 1] }, attributes: { groups: 2 } },
    'weight makes 3 channels, expected a multiple of groups 2',
  ],
  [
    'convTranspose2d',
    { inputs: [[1, 128, 4, 4]], weights: { weight: [100, 512, 4, 4] } },
    'weight is [100,512,4,4], expected [128,*,*,*]',
  ],
  [
    'convTranspose2d',
    { inputs: [[1, 2, 4, 4]], weights: { weight: [2, 3, 4, 4], bias: [2] } },
    'bias is [2], expected [3]',
  ],
  ['linear', { inputs: [[1, 3, 1, 1]], weights: { weight: [2, 3] } }, 'input is [1,3,1,1], expected [N,F]'],
  ['linear', { inputs: [[1, 3]], weights: { weight: [2, 4] } }, 'weight is [2,4], expected [*,3]'],
  [
    'batchNorm2d',
    { inputs: [[1, 3, 2, 2]], weights: { runningMean: [3], runningVar: [4] } },
    'runningVar is [4], expected [3]',
  ],
  ['batchNorm2d', { inputs: [[3]] }, 'input is [3], expected rank 2 to 6'],
  ['instanceNorm2d', { inputs: [[1, 3]] }, 'input is [1,3], expected rank 3 to 6'],
  ['instanceNorm2d', { inputs: [[1, 3, 2]], weights: { bias: [2] } }, 'bias is [2], expected [3]'],
  [
    'groupNorm',
    { inputs: [[1, 6, 2, 2]], attributes: { groups: 4 } },
    'groups is 4, expected a divisor of the 6 channels of [1,6,2,2]',
  ],
  [
    'groupNorm',
    { inputs: [[1, 6]], attributes: { groups: 2 }, weights: { bias: [2] } },
    'bias is [2], expected [6]',
  ],
  [
    'layerNorm',
    { inputs: [[2, 5, 6]], attributes: { normalizedShape: [5] } },
    'normalizedShape is [5], expected the last sizes of [2,5,6] without the batch',
  ],
  [
    'layerNorm',
    { inputs: [[2, 5]], attributes: { normalizedShape: [2, 5] } },
    'normalizedShape is [2,5], expected the last sizes of [2,5] without the batch',
  ],
  [
    'layerNorm',
    { inputs: [[2, 5, 6]], attributes: { normalizedShape: [6] }, weights: { weight: [5, 6] } },
    'weight is [5,6], expected [6]',
  ],
  [
    'softmax',
    { inputs: [[2, 5]], attributes: { dim: -2 } },
    'axis is -2, expected 1 to 1 (the batch axis cannot change)',
  ],
  [
    'mean',
    { inputs: [[2, 5, 6]], attributes: { dim: [0, 1] } },
    'axis is 0, expected 1 to 2 (the batch axis cannot change)',
  ],
  [
    'sum',
    { inputs: [[2, 5, 6]], attributes: { dim: [2, -1] } },
    'dim is [2,-1], expected one axis or more, each once',
  ],
  ['amin', { inputs: [[2, 5]], attributes: { dim: [] } }, 'dim is [], expected one axis or more, each once'],
  ['upsample2d', { inputs: [[1, 3, 2]], attributes: { size: [2, 2] } }, 'input is [1,3,2], expected rank 4'],
  [
    'upsample2d',
    { inputs: [[1, 1, 2, 65535]], attributes: { size: [2, 65535] } },
    'size is [2,65535], expected less from [1,1,2,65535]',
  ],
  [
    'pad2d',
    { inputs: [[1, 1, 3, 3]], attributes: { padding: [0, 3, 0, 0], mode: 'reflect' } },
    'padding is [0,3,0,0], expected less than the size of [1,1,3,3] for mode reflect',
  ],
  [
    'maxPool2d',
    { inputs: [[1, 3, 4, 4]], attributes: { kernelSize: [2, 5] } },
    'the kernel reaches over 5, expected at most 4',
  ],
  [
    'maxPool2d',
    { inputs: [[1, 3, 1, 1]], attributes: { kernelSize: [2, 2], padding: [1, 1, 1, 1], dilation: [2, 2] } },
    'window 0 holds nothing but padding, expected some of the input',
  ],
  [
    'avgPool2d',
    { inputs: [[1, 3, 4, 4]], attributes: { kernelSize: [2, 2], padding: [0, 0, 2, 0] } },
    'padding is [0,0,2,0], expected less than the kernel [2,2]',
  ],
  [
    'reshape',
    { inputs: [[2, 3, 5]], attributes: { shape: ['N', 4, -1] } },
    'shape is [N,4,-1], expected 15 elements an image as in [2,3,5]',
  ],
  [
    'reshape',
    { inputs: [[2, 3, 5]], attributes: { shape: ['N', 14] } },
    'shape is [N,14], expected 15 elements an image as in [2,3,5]',
  ],
  ['permute', { inputs: [[1, 2, 3]], attributes: { dims: [0, 1] } }, 'input is [1,2,3], expected rank 2'],
  [
    'slice',
    { inputs: [[4, 2]], attributes: { starts: [0], ends: [1], axes: [0] } },
    'axis is 0, expected 1 to 1 (the batch axis cannot change)',
  ],
  [
    'slice',
    { inputs: [[4, 2]], attributes: { starts: [2], ends: [9], axes: [1] } },
    'size of axis 1 is 0, expected at least 1',
  ],
  [
    'slice',
    { inputs: [[4, 2]], attributes: { starts: [0, 0], ends: [1, 1], axes: [1, -1] } },
    'axes is [1,-1], expected each axis once',
  ],
  [
    'pixelShuffle',
    { inputs: [[1, 6, 2, 2]], attributes: { upscaleFactor: 2 } },
    'input is [1,6,2,2], expected a multiple of 4 channels',
  ],
  [
    'pixelUnshuffle',
    { inputs: [[1, 6, 2, 3]], attributes: { downscaleFactor: 2 } },
    'input is [1,6,2,3], expected height and width that 2 divides',
  ],
  ['embedding', { inputs: [[1]] }, 'weight is absent, expected [*,*]'],
  [
    'embedding',
    { inputs: [[1, 2, 3]], weights: { weight: [4, 4] } },
    'input is [1,2,3], expected rank 1 to 2',
  ],
  [
    'indexSelect',
    { inputs: [[1, 6, 2]], attributes: { dim: -1, index: [0, 2] } },
    'index has 2, expected at most 1 along axis 2',
  ],
  [
    'indexSelect',
    { inputs: [[1, 6]], attributes: { dim: 0, index: [0] } },
    'axis is 0, expected 1 to 1 (the batch axis cannot change)',
  ],
  [
    'indexSelect',
    { inputs: [[1, 6]], attributes: { dim: 1, index: [] } },
    'length of index is 0, expected at least 1',
  ],
  ['relu', { inputs: [[1, 1, 1, 1, 1, 1, 1]] }, 'input is [1,1,1,1,1,1,1], expected rank 1 to 6'],
  ['prelu', { inputs: [[1, 3, 2, 2]], weights: { slope: [2] } }, 'slope is [2], expected [3]'],

  ['exp', { inputs: [[]] }, 'input is [], expected rank 1 to 6'],
];

describe('outputShape refuses an input', () => refuseShapes(misfits));
