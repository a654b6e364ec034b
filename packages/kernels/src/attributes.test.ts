import { describe, expect, it } from 'vitest';
import { operations, type Shape } from './index.ts';

/** What an untrusted graph may hold, and the whole error it gets. */
const badAttributes: readonly [operation: string, raw: Record<string, unknown>, message: string][] = [
  ['conv2d', { stride: 2 }, 'stride is 2, expected 2 integers from 1 to 1024'],
  ['conv2d', { stride: [0, 1] }, 'stride is [0,1], expected 2 integers from 1 to 1024'],
  ['conv2d', { padding: [1, 1] }, 'padding is [1,1], expected 4 integers from 0 to 65535'],
  ['conv2d', { padding: [0, 0, -1, 0] }, 'padding is [0,0,-1,0], expected 4 integers from 0 to 65535'],
  ['conv2d', { dilation: [1, 1.5] }, 'dilation is [1,1.5], expected 2 integers from 1 to 1024'],
  ['conv2d', { groups: 0 }, 'groups is 0, expected an integer from 1 to 2147483647'],
  ['conv2d', { groups: '2' }, 'groups is "2", expected an integer from 1 to 2147483647'],
  ['convTranspose2d', { outputPadding: [1] }, 'outputPadding is [1], expected 2 integers from 0 to 1024'],
  ['batchNorm2d', { eps: 'small' }, 'eps is "small", expected a finite number from 0 (f32)'],
  ['batchNorm2d', { eps: -1e-5 }, 'eps is -0.00001, expected a finite number from 0 (f32)'],
  ['instanceNorm2d', { eps: Number.NaN }, 'eps is null, expected a finite number from 0 (f32)'],
  ['groupNorm', {}, 'groups is absent, expected an integer from 1 to 2147483647'],
  ['groupNorm', { groups: 2, eps: -1 }, 'eps is -1, expected a finite number from 0 (f32)'],
  ['layerNorm', {}, 'normalizedShape is absent, expected a list of integers from 1 to 2147483647'],
  ['softmax', { dim: [1] }, 'dim is [1], expected an integer from -5 to 5'],
  ['matmul', { transposeB: 1 }, 'transposeB is 1, expected true or false'],
  ['scaledDotProductAttention', { scale: '1' }, 'scale is "1", expected a finite number (f32)'],
  ['scaledDotProductAttention', { causal: 0 }, 'causal is 0, expected true or false'],
  ['mean', {}, 'dim is absent, expected a list of integers from -5 to 5'],
  ['sum', { dim: 1 }, 'dim is 1, expected a list of integers from -5 to 5'],
  ['amax', { dim: [1], keepdim: 'yes' }, 'keepdim is "yes", expected true or false'],
  ['upsample2d', {}, 'size is absent, expected 2 integers from 1 to 65535'],
  ['upsample2d', { size: [2, 2], mode: 'cubic' }, 'mode is "cubic", expected nearest or bilinear'],
  ['upsample2d', { size: [2, 2], alignCorners: 1 }, 'alignCorners is 1, expected true or false'],
  ['pad2d', {}, 'padding is absent, expected 4 integers from 0 to 65535'],
  [
    'pad2d',
    { padding: [0, 0, 0, 0], mode: 'circular' },
    'mode is "circular", expected zero or reflect or replicate',
  ],
  ['pad2d', { padding: [0, 0, 0, 0], value: 1e300 }, 'value is 1e+300, expected a finite number (f32)'],
  ['concat', { axis: 6 }, 'axis is 6, expected an integer from -5 to 5'],
  ['reshape', {}, 'shape is absent, expected "N", then sizes from 1, at most one of them -1'],
  ['reshape', { shape: [1, 4] }, 'shape is [1,4], expected "N", then sizes from 1, at most one of them -1'],
  [
    'reshape',
    { shape: ['N', -1, -1] },
    'shape is ["N",-1,-1], expected "N", then sizes from 1, at most one of them -1',
  ],
  [
    'reshape',
    { shape: ['N', 0] },
    'shape is ["N",0], expected "N", then sizes from 1, at most one of them -1',
  ],
  ['permute', {}, 'dims is absent, expected a list of integers from 0 to 5'],
  ['permute', { dims: [1, 0] }, 'dims is [1,0], expected 0 (the batch), then each other axis once'],
  ['permute', { dims: [0, 1, 1] }, 'dims is [0,1,1], expected 0 (the batch), then each other axis once'],
  ['slice', { starts: [0] }, 'ends is absent, expected 1 integers'],
  [
    'slice',
    { starts: [0], ends: [1], axes: [1], steps: [-1] },
    'steps is [-1], expected 1 integers from 1 to 2147483647',
  ],
  ['leakyRelu', { negativeSlope: [0.1] }, 'negativeSlope is [0.1], expected a finite number (f32)'],
  ['gelu', { approximate: true }, 'approximate is true, expected none or tanh'],
  ['clamp', { min: 'none' }, 'min is "none", expected a finite number (f32)'],
  ['sub', { reversed: 1 }, 'reversed is 1, expected true or false'],
  ['softplus', { beta: 0 }, 'beta is 0, expected a finite number from 1e-30 (f32)'],
  ['celu', { alpha: -1 }, 'alpha is -1, expected a finite number from 1e-30 (f32)'],
  ['maxPool2d', {}, 'kernelSize is absent, expected 2 integers from 1 to 4096'],
  [
    'maxPool2d',
    { kernelSize: [2, 2], dilation: [0, 1] },
    'dilation is [0,1], expected 2 integers from 1 to 4096',
  ],
  ['avgPool2d', { kernelSize: [2, 2], ceilMode: 1 }, 'ceilMode is 1, expected true or false'],
  ['avgPool2d', { kernelSize: [2, 2], countIncludePad: 0 }, 'countIncludePad is 0, expected true or false'],
  ['pixelShuffle', {}, 'upscaleFactor is absent, expected an integer from 1 to 1024'],
  ['pixelUnshuffle', { downscaleFactor: 2, order: 'RCD' }, 'order is "RCD", expected CRD or DCR'],
  ['indexSelect', { index: [0] }, 'dim is absent, expected an integer from -5 to 5'],
  ['indexSelect', { dim: 1, index: [-1] }, 'index is [-1], expected a list of integers from 0 to 16777216'],
];

describe('parseAttributes refuses', () => {
  it.each(badAttributes)('%s %j', (name, raw, message) => {
    const parse = () => operations[name]!.parseAttributes(raw, `${name} "n"`);
    expect(parse).toThrow(RangeError);
    expect(parse).toThrow(new RangeError(`${name} "n": ${message}`));
  });

  it('but takes null as absent', () => {
    const parsed = operations.leakyRelu!.parseAttributes({ negativeSlope: null }, 'leakyRelu "n"');
    expect(parsed).toEqual({ negativeSlope: 0.01 });
  });
});

interface Misfit {
  readonly inputs: readonly Shape[];
  readonly weights?: Record<string, Shape>;
  readonly attributes?: Record<string, unknown>;
}

const badShapes: readonly [operation: string, misfit: Misfit, message: string][] = [
  ['exp', { inputs: [[]] }, 'input is [], expected rank 1 to 6'],
  [
    'maxPool2d',
    { inputs: [[1, 3, 4, 4]], attributes: { kernelSize: [2, 5] } },
    'the kernel reaches over 5, expected at most 4',
  ],
  [
    'avgPool2d',
    { inputs: [[1, 3, 4, 4]], attributes: { kernelSize: [2, 2], padding: [0, 0, 2, 0] } },
    'padding is [0,0,2,0], expected less than the kernel [2,2]',
  ],
  [
    'maxPool2d',
    { inputs: [[1, 3, 1, 1]], attributes: { kernelSize: [2, 2], padding: [1, 1, 1, 1], dilation: [2, 2] } },
    'window 0 holds nothing but padding, expected some of the input',
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
    'add',
    { inputs: [[1, 3]] },
    'has one input and no weight "other", expected two inputs, or one and a weight "other"',
  ],
  [
    'add',
    {
      inputs: [
        [1, 3],
        [1, 3],
      ],
      weights: { other: [3] },
    },
    'has two inputs and a weight "other", expected two inputs, or one and a weight "other"',
  ],
  [
    'add',
    {
      inputs: [
        [2, 3, 4, 4],
        [2, 3],
      ],
    },
    'operands are [2,3,4,4] and [2,3], expected equal ranks, or a constant of lower rank',
  ],
  [
    'multiply',
    { inputs: [[2, 3]], weights: { other: [2, 3] } },
    'operands are [2,3] and [2,3], expected 1 as first size of the second',
  ],
  [
    'multiply',
    {
      inputs: [
        [2, 3, 4],
        [2, 2, 4],
      ],
    },
    'operands are [2,3,4] and [2,2,4], expected equal sizes, or 1, along axis 1',
  ],
  [
    'concat',
    {
      inputs: [
        [1, 2, 3],
        [1, 2, 4],
      ],
    },
    'input is [1,2,4], expected [1,*,3]',
  ],
  [
    'concat',
    {
      inputs: [
        [1, 2],
        [1, 2],
      ],
      attributes: { axis: -2 },
    },
    'axis is -2, expected 1 to 1 (the batch axis cannot change)',
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
  [
    'matmul',
    {
      inputs: [
        [2, 3],
        [3, 4],
      ],
    },
    'input is [2,3], expected rank 3 to 6',
  ],
  [
    'matmul',
    {
      inputs: [
        [2, 3, 4],
        [1, 4, 5],
      ],
    },
    'operands are [2,3,4] and [1,4,5], expected equal batches',
  ],
  [
    'matmul',
    {
      inputs: [
        [2, 3, 4, 5],
        [2, 2, 5, 6],
      ],
    },
    'operands are [2,3,4,5] and [2,2,5,6], expected equal sizes, or 1, along axis 1',
  ],
  [
    'matmul',
    {
      inputs: [
        [2, 3, 4],
        [2, 4, 5],
      ],
      attributes: { transposeB: true },
    },
    'operands are [2,3,4] and [2,4,5], expected 4 rows in the second, not 5',
  ],
  [
    'scaledDotProductAttention',
    {
      inputs: [
        [2, 3, 4],
        [2, 5, 4],
        [2, 6, 4],
      ],
    },
    'value is [2,6,4], expected [2,5,*]',
  ],
  ['relu', { inputs: [[1, 1, 1, 1, 1, 1, 1]] }, 'input is [1,1,1,1,1,1,1], expected rank 1 to 6'],
  ['prelu', { inputs: [[1, 3, 2, 2]], weights: { slope: [2] } }, 'slope is [2], expected [3]'],
];

describe('outputShape refuses', () => {
  it.each(badShapes)('%s %j', (name, { inputs, weights = {}, attributes = {} }, message) => {
    const operation = operations[name]!;
    const parsed = operation.parseAttributes(attributes, name);
    const infer = () => operation.outputShape({ inputs, weights, attributes: parsed }, `${name} "n"`);
    expect(infer).toThrow(RangeError);
    expect(infer).toThrow(new RangeError(`${name} "n": ${message}`));
  });
});
