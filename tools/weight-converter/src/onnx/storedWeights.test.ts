import { readModel, tensorToFloat32, type WeightDtype, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { interpret, largestDifference } from '../../test/interpret.ts';
import {
  asModelInputs,
  drawRow,
  encodeRow,
  floats,
  int,
  ints,
  type OnnxRow,
  row,
  runInOnnxRuntime,
  weights,
} from '../../test/onnxRows/onnxRow.ts';
import { readOnnx } from './readOnnx.ts';
import type { WrittenTensor } from './write/encodeOnnx.ts';

/** TensorProto.DataType. */
const [UINT8, INT8, HALF, BFLOAT] = [2, 3, 10, 16];

const bytes = (dataType: number, dims: readonly number[], values: readonly number[]): WrittenTensor => {
  return { name: '', dims, dataType, bytes: Uint8Array.from(values, (value) => value & 255) };
};
const cycle = (count: number, low: number) =>
  Array.from({ length: count }, (_, at) => low + ((at * 37) % 251));
const scales = (count: number) =>
  floats(
    Array.from({ length: count }, (_, at) => 0.01 + 0.003 * at),
    [count],
  );
const image = { x: ['N', 4, 5, 6] };

const rows: [OnnxRow, WeightDtype][] = [
  [
    row('int8 by output channel of a convolution', 13, {
      inputs: image,
      constants: { q: bytes(INT8!, [6, 4, 3, 3], cycle(216, -125)), s: scales(6) },
      steps: [
        ['DequantizeLinear', ['q', 's'], { axis: int(0) }],
        ['Conv', ['x', 's0'], { pads: ints(1, 1, 1, 1) }],
      ],
      rank: 4,
    }),
    'I8',
  ],
  [
    row('int8 by output channel of a transposed convolution', 13, {
      inputs: image,
      constants: { q: bytes(INT8!, [4, 3, 2, 2], cycle(48, -125)), s: scales(3) },
      steps: [
        ['DequantizeLinear', ['q', 's'], { axis: int(1) }],
        ['ConvTranspose', ['x', 's0'], { strides: ints(2, 2) }],
      ],
      rank: 4,
    }),
    'I8',
  ],
  [
    row('uint8 about 128 with one scale, of a linear layer', 13, {
      inputs: { x: ['N', 5] },
      constants: {
        q: bytes(UINT8!, [5, 7], cycle(35, 1)),
        s: floats([0.02], []),
        zero: bytes(UINT8!, [], [128]),
      },
      steps: [
        ['DequantizeLinear', ['q', 's', 'zero']],
        ['MatMul', ['x', 's0']],
      ],
      rank: 2,
    }),
    'I8',
  ],
  [
    row('int8 by column of a matrix, scaled by alpha', 13, {
      inputs: { x: ['N', 5] },
      constants: { q: bytes(INT8!, [5, 3], cycle(15, -100)), s: scales(3) },
      steps: [
        ['DequantizeLinear', ['q', 's'], { axis: int(1) }],
        ['Gemm', ['x', 's0'], { alpha: { float: 0.5 } }],
      ],
      rank: 2,
    }),
    'I8',
  ],
  [
    row('uint8 that no int8 holds', 13, {
      inputs: { x: ['N', 5] },
      constants: { q: bytes(UINT8!, [5, 3], cycle(15, 100)), s: floats([0.02], []) },
      steps: [
        ['DequantizeLinear', ['q', 's']],
        ['MatMul', ['x', 's0']],
      ],
      rank: 2,
    }),
    'F32',
  ],
  [
    row('int8 by input channel', 13, {
      inputs: image,
      constants: { q: bytes(INT8!, [6, 4, 1, 1], cycle(24, -100)), s: scales(4) },
      steps: [
        ['DequantizeLinear', ['q', 's'], { axis: int(1) }],
        ['Conv', ['x', 's0']],
      ],
      rank: 4,
    }),
    'F32',
  ],
  [
    row('int8 that is added', 13, {
      inputs: image,
      constants: { q: bytes(INT8!, [4, 1, 1], [100, -100, 50, 3]), s: floats([0.02], []) },
      steps: [
        ['DequantizeLinear', ['q', 's']],
        ['Add', ['x', 's0']],
      ],
      rank: 4,
    }),
    'F32',
  ],
  [
    row('f16 that is cast', 13, {
      inputs: image,
      constants: {
        w: {
          ...weights(4),
          dims: [2, 4, 1, 1],
          dataType: HALF!,
          bytes: halves([1, 0, -2, 0.5, 3, -1, 0.25, 7]),
        },
      },
      steps: [
        ['Cast', ['w'], { to: int(1) }],
        ['Conv', ['x', 's0']],
      ],
      rank: 4,
    }),
    'F32',
  ],
];

/** Small numbers whose f16 has no rounding. */
function halves(values: readonly number[]): Uint8Array {
  const bits = values.map((value) => {
    if (value === 0) return 0;
    const exponent = Math.floor(Math.log2(Math.abs(value)));
    const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
    return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
  });
  return new Uint8Array(Uint16Array.from(bits).buffer);
}

describe('weights that are stored in fewer bits', () => {
  it.each(rows)('$name', async (onnxRow, dtype) => {
    const file = encodeRow(onnxRow);
    const model = readModel(writeModel(readOnnx(file, 'row.onnx')));
    const [stored] = [...model.tensors].filter(([name]) => !name.endsWith('.scale'));
    expect(stored![1].dtype).toBe(dtype);
    for (const batch of [1, 2]) {
      const inputs = drawRow(onnxRow, batch);
      const found = interpret(model, asModelInputs(model, inputs)).y!;
      expect(largestDifference(found.data, await runInOnnxRuntime(file, inputs))).toBeLessThan(1e-4);
    }
  });

  it('bfloat16 is the upper half of f32', () => {
    const file = encodeRow(
      row('bfloat16', 13, {
        inputs: { x: ['N', 3] },
        constants: {
          w: {
            ...weights(3),
            dataType: BFLOAT!,
            bytes: new Uint8Array(Uint16Array.of(0x3f80, 0xc000, 0x3e80).buffer),
          },
        },
        steps: [
          ['Cast', ['w'], { to: int(1) }],
          ['Add', ['x', 's0']],
        ],
        rank: 2,
      }),
    );
    const [tensor] = [...readOnnx(file, 'row.onnx').tensors.values()];
    expect([...tensorToFloat32(tensor!)]).toEqual([1, -2, 0.25]);
  });
});
