import { describe, expect, it } from 'vitest';
import { testDevice } from '../../test/device.ts';
import { dispatch, readElements, upload } from '../../test/execute.ts';
import { float16ToFloat32, float32ToFloat16 } from '../float16.ts';
import { seededValues } from '../measure/seededValues.ts';
import { operations } from '../operations.ts';
import { referenceOf } from '../references.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import {
  type MatrixPacking,
  packedChannels,
  packedVectors,
  packingNumbers,
  packMatrix,
  storedDtypes,
} from './packMatrix.ts';

/** The file's bytes, padded to four, and the values they stand for. */
function store(values: Float32Array, dtype: MatrixPacking['dtype']) {
  if (dtype === 'F32') return { bytes: new Uint8Array(values.slice().buffer), stored: [...values] };
  if (dtype === 'F16') {
    const patterns = Uint16Array.from(values, float32ToFloat16);
    return { bytes: new Uint8Array(patterns.buffer), stored: [...patterns].map(float16ToFloat32) };
  }
  const whole = Int8Array.from(values, (value) => Math.max(-128, Math.min(127, Math.round(value * 60))));
  return { bytes: new Uint8Array(whole.buffer), stored: [...whole] };
}

/** [taps, input channels of a group padded to 4, output channels padded to 4], from PyTorch's order. */
function expectedPacking(
  { shape, transposed, groups }: MatrixPacking,
  values: number[],
  scale: Float32Array,
) {
  const [first, second, ...kernel] = shape as [number, number, ...number[]];
  const taps = elementCount(kernel);
  const depth = transposed ? first / groups : second;
  const channels = scale.length;
  const padded = (size: number) => Math.ceil(size / 4) * 4;
  const packed = new Float32Array(taps * padded(depth) * padded(channels));
  for (let channel = 0; channel < channels; channel++) {
    const group = Math.floor(channel / (channels / groups));
    for (let input = 0; input < depth; input++) {
      for (let tap = 0; tap < taps; tap++) {
        const row = transposed
          ? (group * depth + input) * second + (channel % second)
          : channel * depth + input;
        const place = (tap * padded(depth) + input) * padded(channels) + channel;
        packed[place] = values[row * taps + tap]! * scale[channel]!;
      }
    }
  }
  return packed;
}

const shapes: readonly Omit<MatrixPacking, 'dtype'>[] = [
  { shape: [1, 1, 1, 1], transposed: false, groups: 1 },
  { shape: [5, 3, 3, 2], transposed: false, groups: 1 },
  { shape: [6, 5], transposed: false, groups: 1 },
  { shape: [9, 2, 2, 2], transposed: false, groups: 3 },
  { shape: [6, 5, 2, 3], transposed: true, groups: 1 },
  { shape: [8, 4, 3, 3], transposed: true, groups: 2 },
  { shape: [6, 3, 1, 3], transposed: true, groups: 3 },
];

describe('packMatrix behind nearest upsampling', () => {
  it.each([
    { upsample: [2, 2], padding: [1, 1, 1, 1], weight: [5, 3, 3, 3], groups: 1 },
    { upsample: [3, 2], padding: [0, 2, 1, 0], weight: [6, 4, 2, 4], groups: 1 },
    { upsample: [2, 1], padding: [0, 0, 0, 0], weight: [4, 1, 1, 5], groups: 4 },
  ] as const)('$upsample and a convolution $weight are one transposed convolution', async (row) => {
    const { upsample, padding, weight, groups } = row;
    const x = seededValues('x', [2, weight[1] * groups, 5, 6], 1);
    const w = seededValues('w', weight, 1);
    const size = [5 * upsample[0], 6 * upsample[1]];
    const large = reference('upsample2d', [x], {}, { size, mode: 'nearest' });
    const expected = reference('conv2d', [large], { weight: w }, { padding, groups });

    const device = await testDevice();
    const packing: MatrixPacking = { shape: weight, dtype: 'F32', transposed: false, groups, upsample };
    const packed = device.createBuffer({ size: packedVectors(packing) * 16, usage: 0x80 | 0x4 });
    await dispatch(device, packMatrix, 'f32', packingNumbers(packing), packMatrix.workgroups(packing), {
      output: packed,
      raw: upload(device, new Uint8Array(w.data.slice().buffer)),
      scale: upload(device, new Float32Array(packedChannels(packing)).fill(1)),
    });
    const values = await readElements(device, packed, 'f32');
    const [height, width] = [weight[2] + upsample[0] - 1, weight[3] + upsample[1] - 1];
    const whole = unpackTransposed(values, [weight[1] * groups, weight[0] / groups, height, width], groups);
    const crop = padding.map((side, at) => (at % 2 === 0 ? weight[2] : weight[3]) - 1 - side);
    const actual = reference(
      'convTranspose2d',
      [x],
      { weight: whole },
      { stride: upsample, padding: crop, groups },
    );
    expect(actual.shape).toEqual(expected.shape);
    actual.data.forEach((value, at) => {
      expect(value).toBeCloseTo(expected.data[at]!, 4);
    });
  });
});

function reference(
  name: string,
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  raw: Readonly<Record<string, unknown>>,
): Tensor {
  const operation = operations[name]!;
  const attributes = operation.parseAttributes(raw, name);
  const weightShapes = Object.fromEntries(Object.entries(weights).map(([role, { shape }]) => [role, shape]));
  const shapes = { inputs: inputs.map(({ shape }) => shape), weights: weightShapes, attributes };
  return referenceOf(operation)(inputs, weights, attributes, operation.outputShape(shapes, name));
}

/** A packed weight back to PyTorch's order of a transposed convolution. */
function unpackTransposed(packed: ArrayLike<number>, shape: readonly number[], groups: number): Tensor {
  const [inputs, outputs, height, width] = shape as [number, number, number, number];
  const depth = inputs / groups;
  const padded = (size: number) => Math.ceil(size / 4) * 4;
  const data = new Float32Array(elementCount(shape));
  data.forEach((_, at) => {
    const tap = at % (height * width);
    const output = Math.floor(at / (height * width)) % outputs;
    const input = Math.floor(at / (height * width * outputs));
    const channel = Math.floor(input / depth) * outputs + output;
    data[at] = packed[(tap * padded(depth) + (input % depth)) * padded(outputs * groups) + channel]!;
  });
  return { shape, data };
}

describe.each(storedDtypes)('packMatrix from %s', (dtype) => {
  it.each(shapes.map((shape) => [JSON.stringify(shape), { ...shape, dtype }] as const))(
    '%s',
    async (name, packing) => {
      const device = await testDevice();
      const { bytes, stored } = store(seededValues(name, packing.shape, 1).data, dtype);
      const scale = Float32Array.from(
        { length: packedChannels(packing) },
        (_, channel) => 2 ** ((channel % 5) - 2),
      );
      const output = device.createBuffer({ size: packedVectors(packing) * 16, usage: 0x80 | 0x4 });
      await dispatch(device, packMatrix, 'f32', packingNumbers(packing), packMatrix.workgroups(packing), {
        output,
        raw: upload(device, bytes),
        scale: upload(device, scale),
      });
      const packed = await readElements(device, output, 'f32');
      expect(packed).toEqual(expectedPacking(packing, stored, scale));
    },
  );
});
