import { readFileSync } from 'node:fs';
import { type GraphNode, type Model, readModel, tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import { operations, type Shape, type Tensor } from '@roentgan/kernels';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { seededValues } from '../../../../../packages/kernels/src/measure/seededValues.ts';
import type { Case } from '../../../../../packages/kernels/test/case.ts';
import { operandValues } from '../../../../../packages/kernels/test/operandValues.ts';
import { tables } from '../../../../../packages/kernels/test/tables.ts';
import { interpret, largestDifference } from '../../../test/interpret.ts';
import { readMessage } from '../protobuf.ts';
import { readOnnx } from '../readOnnx.ts';
import { writeOnnx } from './writeOnnx.ts';

const batches = [1, 3];

/** A model of one node from a row of the operation's own table; variances are positive. */
function modelOf(op: string, { name, inputs, weights: given = {}, attributes = {}, operands }: Case): Model {
  const operation = operations[op]!;
  // A fused prelu brings a slope, which is another node's.
  const weights = Object.fromEntries(
    Object.entries(given).filter(([role]) => Object.hasOwn(operation.weights, role)),
  );
  const tensors = Object.entries(weights).map(([role, shape]) => {
    const seeded = seededValues(`${name} ${role}`, shape, 1);
    const { data } = role === 'other' ? operandValues(seeded, operands?.other) : seeded;
    const values = role === 'runningVar' ? data.map((value) => 0.5 + Math.abs(value)) : data;
    return [`w.${role}`, tensorFromFloat32(values as Float32Array<ArrayBuffer>, shape)] as const;
  });
  const parsed = operation.parseAttributes(attributes, op);
  const [, ...output] = operation.outputShape({ inputs, weights, attributes: parsed }, op);
  const node: GraphNode = {
    op,
    name: 'node',
    inputs: inputs.map((_, at) => `x${at}`),
    weights: Object.fromEntries(Object.keys(weights).map((role) => [role, `w.${role}`])),
    attributes,
    output: 'y',
  };
  return {
    graph: {
      formatVersion: 1,
      inputs: inputs.map(([, ...sizes], at) => {
        return { kind: 'latent', name: `x${at}`, shape: ['N', ...sizes], distribution: 'normal' };
      }),
      nodes: [node],
      outputs: [{ name: 'y', shape: ['N', ...output], range: [-1, 1], channels: 'raw' }],
      provenance: {},
    },
    tensors: new Map(tensors),
  };
}

type Drawn = Pick<Case, 'spread' | 'operands'>;

function drawInputs(
  { graph }: Model,
  batch: number,
  { spread = 1, operands }: Drawn,
): Record<string, Tensor> {
  return Object.fromEntries(
    graph.inputs.map(({ name, shape }, at) => {
      const seeded = seededValues(`${name} ${batch}`, [batch, ...(shape.slice(1) as Shape)], spread);
      return [name, operandValues(seeded, operands?.[at === 0 ? 'input' : 'other'])];
    }),
  );
}

async function runInOnnxRuntime(
  bytes: Uint8Array,
  inputs: Record<string, Tensor>,
): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
    name,
    new OrtTensor('float32', data, shape),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { shape: dims, data: data as Float32Array<ArrayBuffer> },
    ]),
  );
}

/** Against the references: what our own reader makes of the file, and what ONNX Runtime computes from it. */
async function compare(model: Model, drawn: Drawn = {}): Promise<void> {
  const file = writeOnnx(model);
  const readBack = readOnnx(file, 'written.onnx');
  for (const batch of batches) {
    const inputs = drawInputs(model, batch, drawn);
    const expected = interpret(model, inputs);
    const found = { reader: interpret(readBack, inputs), onnxRuntime: await runInOnnxRuntime(file, inputs) };
    for (const [name, { data, shape }] of Object.entries(expected)) {
      const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      for (const [by, outputs] of Object.entries(found)) {
        expect(outputs[name]!.shape, by).toEqual(shape);
        const difference = largestDifference(outputs[name]!.data, data);
        expect(difference, by).toBeLessThanOrEqual((by === 'reader' ? 1e-6 : 1e-4) * largest);
      }
    }
  }
}

describe('nearest reads floor(i * in / out)', () => {
  // 14 to 16: 8 / fround(16 / 14) is below 7 in f32, so that dividing by the scale would read row 6.
  test.each([
    [
      [14, 6],
      [16, 9],
    ],
    [
      [4, 8],
      [6, 24],
    ],
    [
      [9, 100],
      [4, 100],
    ],
    [
      [5, 3],
      [90, 128],
    ],
  ])('%o to %o', (from, size) =>
    compare(modelOf('upsample2d', { name: 'nearest', inputs: [[1, 2, ...from]], attributes: { size } })),
  );
});

test('bilinear by a factor that is no f32', async () => {
  for (const alignCorners of [false, true]) {
    const attributes = { size: [7, 701], mode: 'bilinear', alignCorners };
    await compare(modelOf('upsample2d', { name: 'wide', inputs: [[1, 1, 3, 300]], attributes }));
  }
});

describe('weights keep their type in the file and are f32 in the graph', () => {
  const layer = { name: 'stored', inputs: [[1, 4, 5, 3]], attributes: { stride: [2, 1] } };
  const rows: [string, Case, Shape][] = [
    ['conv2d', { ...layer, weights: { weight: [6, 4, 3, 2], bias: [6] } }, [6, 1, 1, 1]],
    ['convTranspose2d', { ...layer, weights: { weight: [4, 6, 3, 2] } }, [1, 6, 1, 1]],
    ['linear', { name: 'stored', inputs: [[1, 7]], weights: { weight: [5, 7] } }, [5, 1]],
    ['linear', { name: 'one scale', inputs: [[1, 7]], weights: { weight: [5, 7] } }, [1, 1]],
  ];

  test.each(rows)('%s in f16', async (op, row) => {
    const model = modelOf(op, row);
    const [{ shape, bytes }] = [model.tensors.get('w.weight')!];
    const half = tensorFromFloat32(new Float32Array(bytes.buffer as ArrayBuffer), shape, 'F16');
    const halved = { ...model, tensors: new Map([...model.tensors, ['w.weight', half]]) };
    expect(writeOnnx(model).length - writeOnnx(halved).length).toBeGreaterThan(bytes.length / 2 - 100);
    await compare(halved);
  });

  test.each(rows)('%s in int8', async (op, row, scaleShape) => {
    const model = modelOf(op, row);
    const { shape } = model.tensors.get('w.weight')!;
    const quantised = Int8Array.from(seededValues(op, shape, 50).data);
    const scale = seededValues(`${op} scale`, scaleShape, 0.005).data.map((value) => 0.02 + value);
    await compare({
      ...model,
      tensors: new Map([
        ...model.tensors,
        ['w.weight', { dtype: 'I8', shape, bytes: new Uint8Array(quantised.buffer) }],
        ['w.weight.scale', tensorFromFloat32(scale as Float32Array<ArrayBuffer>, scaleShape)],
      ]),
    });
  });
});

describe('names', () => {
  const node = (op: string, input: string, output: string, weights = {}): GraphNode => {
    return { op, name: output, inputs: [input], weights, attributes: {}, output };
  };
  const output = (name: string, tensor = name) =>
    ({ name, tensor, shape: ['N', 3, 2, 2], range: [-1, 1], channels: 'raw' }) as const;
  const base = modelOf('relu', { name: 'names', inputs: [[1, 3, 2, 2]] });
  const model = (nodes: GraphNode[], outputs: ReturnType<typeof output>[]): Model => ({
    graph: { ...base.graph, nodes, outputs },
    tensors: new Map([
      ['a', tensorFromFloat32(Float32Array.of(1, -2, 3), [3])],
      ['image', tensorFromFloat32(Float32Array.of(0.5), [1])],
    ]),
  });

  test('weights, steps and tensors of one name stay apart, and a slope serves two ranks', () =>
    compare(
      model(
        [
          node('prelu', 'x0', 'a', { slope: 'a' }),
          node('silu', 'a', 'image', {}),
          { ...node('reshape', 'image', 'flat'), attributes: { shape: ['N', 3, 4] } },
          node('prelu', 'flat', 'image.sigmoid', { slope: 'a' }),
          { ...node('reshape', 'image.sigmoid', 'b'), attributes: { shape: ['N', 3, 2, 2] } },
          node('prelu', 'b', 'c', { slope: 'image' }),
        ],
        // Another output has the name of a tensor, and of a weight.
        [output('image', 'c'), output('c', 'image')],
      ),
    ));

  test('an output may be an input, or another output', () =>
    compare(model([node('relu', 'x0', 'a')], [output('first', 'a'), output('a'), output('same', 'x0')])));

  test('an output with the name of an input is refused', () => {
    const clash = model([node('relu', 'x0', 'a')], [output('x0', 'a')]);
    expect(() => writeOnnx(clash)).toThrow('output "x0" has the name of an input, expected its own');
  });
});

/** `metadata_props`, field 14 of ModelProto. */
function metadataOf(file: Uint8Array): Record<string, string> {
  const entries: string[][] = [];
  readMessage(file, (field, reader) => {
    if (field !== 14) return false;
    const entry: string[] = [];
    readMessage(reader.bytes(), (_, text) => entry.push(text.string()) > 0);
    entries.push(entry);
    return true;
  });
  return Object.fromEntries(entries);
}

test('what ONNX has no place for stands in the metadata', () => {
  const plain = modelOf('relu', { name: 'edited', inputs: [[1, 2]] });
  const edit = { name: 'age', tensor: 'x0', vector: 'v', unit: 'years', range: [-1, 1] } as const;
  const graph = { ...plain.graph, edits: [edit], provenance: { licence: 'CC-BY-4.0' } };
  const tensors = new Map([['v', tensorFromFloat32(Float32Array.of(0.25, -2), [1, 2])]]);
  const metadata = metadataOf(writeOnnx({ graph, tensors }));
  expect(JSON.parse(metadata.roentgan!)).toEqual(graph);
  expect(JSON.parse(metadata['roentgan.vectors']!)).toEqual({ v: [0.25, -2] });
});

test('the tables have every operation', () => {
  expect(new Set(tables.map(({ operation }) => operation))).toEqual(new Set(Object.keys(operations)));
});

test('knee.safetensors at batch 1 and 3', async () => {
  const knee = new URL('../../../../../models/knee.safetensors', import.meta.url);
  await compare(readModel(readFileSync(knee), 'knee.safetensors'));
});

describe.each(tables)('$operation', ({ operation, cases }) => {
  test.each(cases)('$name', (row) => compare(modelOf(operation, row), row));
});
