import { readFileSync } from 'node:fs';
import {
  type GraphNode,
  type Model,
  readModel,
  tensorFromFloat32,
  tensorToFloat32,
  writeModel,
} from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { seededValues } from '../../../../packages/kernels/src/measure/seededValues.ts';
import { interpret } from '../../test/interpret.ts';
import { readNpz } from '../../test/npz.ts';
import { convert } from '../convert.ts';
import { readOnnx } from '../onnx/readOnnx.ts';
import { writeOnnx } from '../onnx/write/writeOnnx.ts';
import { quantise } from './quantise.ts';
import { toInt8 } from './toInt8.ts';

const load = (name: string) => readFileSync(new URL(`../../test/models/${name}`, import.meta.url));

describe('quantise', () => {
  it.each([
    [[3, 2, 2, 2], 0],
    [[2, 5, 3, 1], 1],
    [[7, 4], 0],
  ])('%o by axis %i is off by half a scale at most, and exact at the largest value', (shape, axis) => {
    const values = Float32Array.from(seededValues(`${shape}`, shape, 3).data);
    const { tensor, scale } = quantise(values, shape, axis);
    expect(scale.shape).toEqual(shape.map((size, at) => (at === axis ? size : 1)));
    const scales = tensorToFloat32(scale);
    const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const back = tensorToFloat32(tensor, scale);
    const quantised = new Int8Array(tensor.bytes.buffer);
    const reached = new Set<number>();
    values.forEach((value, at) => {
      const channel = Math.floor(at / inner) % shape[axis]!;
      expect(Math.abs(back[at]! - value)).toBeLessThanOrEqual(scales[channel]! * 0.5001);
      if (Math.abs(quantised[at]!) === 127) reached.add(channel);
    });
    expect(reached.size).toBe(shape[axis]);
  });

  it('keeps zeros', () => {
    const { tensor, scale } = quantise(new Float32Array(4), [2, 2], 0);
    expect([...tensorToFloat32(tensor, scale)]).toEqual([0, 0, 0, 0]);
  });
});

/** 10 log10(range^2 / mean square error). */
function psnr(found: ArrayLike<number>, expected: ArrayLike<number>, peak: number): number {
  const squares = Array.from(expected, (value, at) => (value - found[at]!) ** 2);
  return 10 * Math.log10((peak ** 2 * squares.length) / squares.reduce((sum, square) => sum + square, 0));
}

describe('convert --dtype int8', () => {
  it.each(['dcgan-11', 'unet-17', 'cgan-11', 'sngan-16'])('%s stays near its f32 outputs', async (name) => {
    const { model, precise } = await convert(load(`${name}.onnx`), `${name}.onnx`, { dtype: 'int8' });
    const stored = readModel(writeModel(model));
    const dtypes = [...stored.tensors.values()].map(({ dtype }) => dtype);
    expect(dtypes.filter((dtype) => dtype === 'I8').length).toBeGreaterThan(2);
    expect(dtypes).not.toContain('F16');
    const arrays = readNpz(load(`${name}.npz`));
    const inputs = Object.fromEntries(
      stored.graph.inputs.map(({ name: input, shape }) => {
        const { data } = arrays[`in.${input}`]!;
        const sizes = shape.slice(1) as number[];
        return [input, { data, shape: [data.length / sizes.reduce((a, b) => a * b, 1), ...sizes] }];
      }),
    );
    const [found, expected] = [interpret(stored, inputs), interpret(precise!, inputs)];
    for (const { name: output, range } of stored.graph.outputs) {
      const quality = psnr(found[output]!.data, expected[output]!.data, range[1] - range[0]);
      expect(quality).toBeGreaterThan(30);
      expect(quality).toBeLessThan(100);
    }
  });

  it('is an ONNX file with int8 weights, which reads as the same bytes', async () => {
    for (const name of ['dcgan-11', 'unet-17']) {
      const { model } = await convert(load(`${name}.onnx`), `${name}.onnx`, { dtype: 'int8', directions: 0 });
      const back = readOnnx(writeOnnx(model), 'back.onnx');
      for (const [tensor, { dtype, bytes, shape }] of model.tensors) {
        if (dtype !== 'I8') continue;
        const found = back.tensors.get(`${tensor}.f32`) ?? back.tensors.get(tensor);
        expect(found, tensor).toMatchObject({ dtype: 'I8', shape });
        expect(Buffer.compare(found!.bytes, bytes)).toBe(0);
      }
    }
  });
});

describe('toInt8', () => {
  const node = (
    op: string,
    input: string,
    output: string,
    weights: Record<string, string>,
    attributes = {},
  ) => ({ op, name: output, inputs: [input], weights, attributes, output }) as GraphNode;
  const model = (nodes: GraphNode[], tensors: Record<string, number[]>, output: number[]): Model => ({
    graph: {
      formatVersion: 1,
      inputs: [{ kind: 'latent', name: 'z', shape: ['N', 4, 3, 3], distribution: 'normal' }],
      nodes,
      outputs: [{ name: nodes.at(-1)!.output, shape: ['N', ...output], range: [-1, 1], channels: 'raw' }],
      provenance: {},
    },
    tensors: new Map(
      Object.entries(tensors).map(([name, shape]) => [
        name,
        tensorFromFloat32(Float32Array.from(seededValues(name, shape, 1).data), shape),
      ]),
    ),
  });

  it('gives groups of a transposed convolution one scale for each output channel of a group', () => {
    const grouped = model(
      [
        node(
          'convTranspose2d',
          'z',
          'y',
          { weight: 'w' },
          { stride: [1, 1], padding: [0, 0, 0, 0], groups: 2 },
        ),
      ],
      { w: [4, 3, 2, 2] },
      [6, 4, 4],
    );
    const small = readModel(writeModel(toInt8(grouped, 'x')));
    expect(small.tensors.get('w')!.dtype).toBe('I8');
    expect(small.tensors.get('w.scale')!.shape).toEqual([1, 3, 1, 1]);
    const inputs = { z: seededValues('z', [2, 4, 3, 3], 1) };
    const [found, expected] = [interpret(small, inputs).y!, interpret(grouped, inputs).y!];
    expect(psnr(found.data, expected.data, 4)).toBeGreaterThan(40);
  });

  it('leaves the table of an embedding, which no backend reads as int8', () => {
    const labelled = model([node('embedding', 'z', 'y', { weight: 'table' })], { table: [5, 8] }, [8]);
    const inputs = [{ kind: 'latent', name: 'z', shape: ['N'], distribution: 'normal' }] as never;
    const small = toInt8({ ...labelled, graph: { ...labelled.graph, inputs } }, 'x');
    expect([...small.tensors].map(([name, { dtype }]) => [name, dtype])).toEqual([['table', 'F32']]);
  });

  it('leaves what layers of both kinds share, and constants, and renames where a scale has no place', () => {
    const plain = { stride: [1, 1], padding: [0, 0, 0, 0] };
    const shared = model(
      [
        node('conv2d', 'z', 'a', { weight: 'shared' }, plain),
        node('convTranspose2d', 'a', 'b', { weight: 'shared' }, plain),
        node('conv2d', 'b', 'c', { weight: 'own' }, plain),
        node('add', 'c', 'y', { other: 'own.scale' }),
      ],
      { shared: [4, 4, 1, 1], own: [2, 4, 1, 1], 'own.scale': [1, 2, 1, 1] },
      [2, 3, 3],
    );
    const { tensors, graph } = readModel(writeModel(toInt8(shared, 'x')));
    expect(tensors.get('shared')!.dtype).toBe('F32');
    expect(tensors.get('own.scale')!.dtype).toBe('F32');
    expect(tensors.get('own.int8')!.dtype).toBe('I8');
    expect(graph.nodes[2]!.weights).toEqual({ weight: 'own.int8' });
  });

  it('names the tensor that is no number', () => {
    const broken = model([node('conv2d', 'z', 'y', { weight: 'w' })], { w: [1, 4, 1, 1] }, [1, 3, 3]);
    new DataView(broken.tensors.get('w')!.bytes.buffer).setFloat32(0, Number.NaN, true);
    expect(() => toInt8(broken, 'x.onnx')).toThrow('x.onnx: tensor "w" holds NaN, which int8 cannot say');
  });
});
