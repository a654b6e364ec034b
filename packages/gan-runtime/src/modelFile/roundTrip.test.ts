import { expect, test } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { exampleGraph, exampleModel } from '../../test/dcganExample.ts';
import type { Model } from './model.ts';
import { readModel } from './readModel.ts';
import { tensorFromFloat32, tensorToFloat32 } from './weightValues.ts';
import { writeModel } from './writeModel.ts';

provideEverything();

test.each(['F32', 'F16'] as const)('%s: what is written is read back', (dtype) => {
  const model = exampleModel(dtype);
  const read = readModel(writeModel(model), 'a.safetensors');
  expect(read.graph).toEqual(exampleGraph);
  expect([...read.tensors.keys()].sort()).toEqual([...model.tensors.keys()].sort());
  for (const [name, tensor] of model.tensors) {
    const found = read.tensors.get(name)!;
    expect([found.dtype, found.shape, [...found.bytes]], name).toEqual([
      tensor.dtype,
      tensor.shape,
      [...tensor.bytes],
    ]);
  }
});

test('writing is deterministic, also after reading', () => {
  const bytes = writeModel(exampleModel('F16'));
  expect(writeModel(exampleModel('F16'))).toEqual(bytes);
  expect(writeModel(readModel(bytes))).toEqual(bytes);
});

test('weights start at a multiple of 8 and wider elements come first', () => {
  const odd = tensorFromFloat32(Float32Array.of(1, 2, 3), [3], 'F16');
  const tensors = new Map([['odd', odd], ...exampleModel().tensors]);
  const bytes = writeModel({ graph: exampleGraph, tensors });
  const dataStart = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(dataStart % 8).toBe(0);
  expect([...readModel(bytes).tensors.keys()].at(-1)).toBe('odd');
});

test('a file in the middle of a buffer, at an odd offset, reads the same', () => {
  const bytes = writeModel(exampleModel());
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  const tensor = readModel(shifted.subarray(3)).tensors.get('main.1.bias')!;
  expect(tensorToFloat32(tensor)).toEqual(tensorToFloat32(exampleModel().tensors.get('main.1.bias')!));
});

test('any safetensors reader finds the graph as a metadata string', () => {
  const bytes = writeModel(exampleModel());
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  expect(JSON.parse(header.__metadata__.roentgan)).toEqual(exampleGraph);
  expect(header['main.0.weight'].shape).toEqual([8, 6, 4, 4]);
});

test('int8 weights need a scale that broadcasts along one axis, which comes first in the file', () => {
  const model = exampleModel();
  const weight = { dtype: 'I8', shape: [6, 1, 4, 4], bytes: new Uint8Array(96).fill(0xff) } as const;
  const tensors = new Map(model.tensors).set('main.3.weight', weight);
  const withScale = (shape: number[]): Model => {
    const scale = tensorFromFloat32(
      Float32Array.from({ length: shape[0]! }, (_, at) => at + 1),
      shape,
    );
    return { graph: model.graph, tensors: new Map(tensors).set('main.3.weight.scale', scale) };
  };
  expect(() => writeModel({ graph: model.graph, tensors })).toThrow(
    'model: tensor "main.3.weight.scale" is missing, expected the scale of int8 "main.3.weight"',
  );
  expect(() => writeModel(withScale([6]))).toThrow(
    'model: tensor "main.3.weight.scale" is F32 [6], expected F32 that broadcasts one axis of [6,1,4,4]',
  );
  const read = readModel(writeModel(withScale([6, 1, 1, 1])));
  expect([...read.tensors.keys()].at(-1)).toBe('main.3.weight');
  const values = tensorToFloat32(read.tensors.get('main.3.weight')!, read.tensors.get('main.3.weight.scale'));
  expect([...values]).toEqual(Array.from({ length: 96 }, (_, at) => -(Math.floor(at / 16) + 1)));
});
