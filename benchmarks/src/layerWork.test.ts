import { parseHeader, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { elementCount, operations, referenceOf, type Tensor } from '@roentgan/kernels';
import { describe, expect, test } from 'vitest';
import { layerWork, macsInside } from './layerWork.ts';
import { seededModel } from './models/seededModel.ts';
import { filled } from './random.ts';

const ones = (shape: readonly number[]): Tensor => ({ shape, data: filled(elementCount(shape), () => 1) });

interface Case {
  readonly name: 'conv2d' | 'convTranspose2d';
  readonly input: readonly number[];
  readonly weight: readonly number[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

// Of inputs and weights that are 1, the outputs' sum counts the multiply-accumulates that meet an input and an output.
test.each<Case>([
  { name: 'conv2d', input: [1, 4, 5, 7], weight: [8, 4, 3, 3], attributes: { padding: [1, 1, 1, 1] } },
  {
    name: 'conv2d',
    input: [1, 8, 9, 6],
    weight: [4, 4, 3, 2],
    attributes: { stride: [2, 3], padding: [2, 0, 3, 1], dilation: [2, 1], groups: 2 },
  },
  {
    name: 'convTranspose2d',
    input: [1, 4, 4, 4],
    weight: [4, 8, 4, 4],
    attributes: { stride: [2, 2], padding: [1, 1, 1, 1] },
  },
  {
    name: 'convTranspose2d',
    input: [1, 8, 3, 5],
    weight: [8, 4, 3, 5],
    attributes: { stride: [3, 2], padding: [0, 2, 1, 3], dilation: [1, 2], outputPadding: [1, 1], groups: 2 },
  },
])('macsInside of $name $attributes', ({ name, input, weight, attributes: raw }) => {
  const operation = operations[name]!;
  const attributes = operation.parseAttributes(raw, 'test');
  const shapes = { inputs: [input], weights: { weight }, attributes };
  const output = operation.outputShape(shapes, 'test');
  const call = { ...shapes, output };
  const [kernel] = operation.kernels;
  const found = macsInside({
    kernel: kernel!,
    constants: kernel!.constants(call),
    macs: operation.macs!(call),
  });
  const { data } = referenceOf(operation)([ones(input)], { weight: ones(weight) }, attributes, output);
  expect(found).toBe(data.reduce((sum, value) => sum + value, 0));
  expect(found).toBeLessThan(operation.macs!(call));
});

describe('layerWork', () => {
  test('of dcgan64', () => {
    const file = writeModel(seededModel('dcgan64'));
    const work = layerWork(parseHeader(file, file.length));
    expect(work.map(({ output }) => output[2])).toEqual([4, 8, 16, 32, 64]);
    // Each layer but the first has stride 2 and 4x4 taps, of which each side crops one row or column.
    const channels = [100, 512, 256, 128, 64, 3];
    const expected = [16 * 100 * 512];
    for (let layer = 1; layer < 5; layer++) {
      const side = 2 ** (layer + 1);
      expected.push((4 * side - 2) ** 2 * channels[layer]! * channels[layer + 1]!);
    }
    expect(work.map(({ macs }) => macs)).toEqual(expected);
  });

  test('counts the folded taps of an upsampling and the convolution behind it', () => {
    const weight = tensorFromFloat32(
      filled(9 * 4 * 4, () => 1),
      [4, 4, 3, 3],
    );
    const upsample = { op: 'upsample2d', name: 'up', inputs: ['z'], weights: {}, output: 'large' };
    const convolution = { op: 'conv2d', name: 'c', inputs: ['large'], weights: { weight: 'w' }, output: 'y' };
    const file = writeModel({
      graph: {
        formatVersion: 1,
        inputs: [{ kind: 'latent', name: 'z', shape: ['N', 4, 8, 8], distribution: 'normal' }],
        nodes: [
          { ...upsample, attributes: { size: [16, 16], mode: 'nearest' } },
          { ...convolution, attributes: { padding: [1, 1, 1, 1] } },
        ],
        outputs: [{ name: 'y', shape: ['N', 4, 16, 16], range: [-1, 1], channels: 'raw' }],
        provenance: { source: 'test', synthetic: true },
      },
      tensors: new Map([['w', weight]]),
    });
    // 16 outputs an axis with 2 taps each, less the outermost two, which have one inside the input.
    const [work, ...more] = layerWork(parseHeader(file, file.length));
    expect(more).toEqual([]);
    expect(work).toMatchObject({ output: [1, 4, 16, 16], macs: 30 * 30 * 4 * 4 });
  });
});
