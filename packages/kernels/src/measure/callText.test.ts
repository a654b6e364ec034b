import { describe, expect, it } from 'vitest';
import { operations } from '../operations.ts';
import { formatCall, parseCall } from './callText.ts';

const read = (name: string, text: string) => parseCall(operations[name]!, text);

describe('parseCall', () => {
  it('takes what PyTorch takes', () => {
    expect(read('convTranspose2d', 'input=1x256x16x16 out=128 kernel=4 stride=2 padding=1')).toEqual({
      inputs: [[1, 256, 16, 16]],
      weights: { weight: [256, 128, 4, 4] },
      attributes: {
        stride: [2, 2],
        padding: [1, 1, 1, 1],
        dilation: [1, 1],
        groups: 1,
        outputPadding: [0, 0],
      },
      output: [1, 128, 32, 32],
    });
    expect(read('conv2d', 'input=2x6x9x7 out=4 kernel=3x2 padding=2,1 groups=2 bias')).toMatchObject({
      weights: { weight: [4, 3, 3, 2], bias: [4] },
      attributes: { padding: [2, 1, 2, 1], groups: 2 },
      output: [2, 4, 11, 8],
    });
    expect(read('conv2d', 'weight=5x3x1x1 input=1x3x4x4').output).toEqual([1, 5, 4, 4]);
    expect(read('linear', 'input=3x10 out=7').weights).toEqual({ weight: [7, 10] });
    expect(read('upsample2d', 'input=1x3x4x4 size=8x6 mode=bilinear alignCorners').attributes).toEqual({
      size: [8, 6],
      mode: 'bilinear',
      alignCorners: true,
    });
    expect(read('matmul', 'input=1x2x3x4,1x2x4x5').output).toEqual([1, 2, 3, 5]);
  });

  it.each([
    ['conv2d', 'out=4 kernel=3', /has no input/],
    ['conv2d', 'input=1x3x8x8', /has no weight, expected out=CHANNELS kernel=SIZE/],
    ['conv2d', 'input=1x3x8 out=4 kernel=3', /input is \[1,3,8\], expected \[N,C,H,W\]/],
    ['conv2d', 'input=1x0x8x8 out=4 kernel=3', /input is "1x0x8x8", expected sizes/],
    ['conv2d', 'input=1x3x8x8 out=4 kernel=3 strides=2', /conv2d has no "strides", expected input, .*stride/],
    ['conv2d', 'input=1x3x8x8 input=1x3x8x8 out=4 kernel=3', /is there twice/],
    ['conv2d', 'input=1x3x8x8 out=4 kernel=3 stride=0', /stride is \[0,0\]/],
    ['conv2d', 'input=1x3x2x2 out=4 kernel=3', /output height/],
    ['conv2d', 'input=1x3x8x8,1x3x8x8 out=4 kernel=3', /has 2 inputs, conv2d expects 1/],
    ['upsample2d', 'input=1x3x8x8 out=4 size=16', /upsample2d has no out/],
    ['convTranspose2d', 'input=1x3x8x8 kernel=4', /has kernel but no out/],
  ])('%s "%s"', (name, text, message) => {
    expect(() => read(name, text)).toThrow(message);
  });
});

describe('formatCall', () => {
  it.each([
    ['convTranspose2d', 'input=1x256x16x16 out=128 kernel=4 stride=2 padding=1 bias'],
    ['convTranspose2d', 'input=1x8x5x5 out=8 kernel=3x5 stride=2,3 padding=1,0,2,1 groups=2 outputPadding=1'],
    ['conv2d', 'input=1x3x8x8 out=4 kernel=3'],
    ['linear', 'input=3x10 out=7 bias'],
    ['matmul', 'input=1x2x3x4,1x2x4x5'],
    ['instanceNorm2d', 'input=1x6x8x8 weight=6 bias=6'],
  ])('%s "%s" reads as itself', (name, text) => {
    expect(formatCall(operations[name]!, read(name, text))).toBe(text);
  });
});
