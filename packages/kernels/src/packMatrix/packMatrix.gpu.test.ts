import { describe, expect, it } from 'vitest';
import { testDevice } from '../../test/device.ts';
import { dispatch, readElements, upload } from '../../test/execute.ts';
import { seededValues } from '../../test/random.ts';
import { float16ToFloat32, float32ToFloat16 } from '../float16.ts';
import { elementCount } from '../tensor.ts';
import { type MatrixPacking, packedChannels, packedVectors, packMatrix, storedDtypes } from './packMatrix.ts';

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
      await dispatch(
        device,
        packMatrix,
        'f32',
        packMatrix.constants(packing),
        packMatrix.workgroups(packing),
        {
          output,
          raw: upload(device, bytes),
          scale: upload(device, scale),
        },
      );
      const packed = await readElements(device, output, 'f32');
      expect(packed).toEqual(expectedPacking(packing, stored, scale));
    },
  );
});
