import { describe, expect, it } from 'vitest';
import { operations } from './index.ts';

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
  ['gridSample', { mode: 'cubic' }, 'mode is "cubic", expected bilinear or nearest or bicubic'],
  [
    'gridSample',
    { paddingMode: 'mirror' },
    'paddingMode is "mirror", expected zeros or border or reflection',
  ],
  ['gridSample', { alignCorners: 1 }, 'alignCorners is 1, expected true or false'],
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
