import type { Model } from '@roentgan/gan-runtime/model-file';
import type { Tensor } from '@roentgan/kernels';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { seededValues } from '../../../../packages/kernels/src/measure/seededValues.ts';
import {
  type Attributes,
  dataTypes,
  encodeOnnx,
  type WrittenNode,
  type WrittenTensor,
} from '../../src/onnx/write/encodeOnnx.ts';

type Step = readonly [op: string, inputs: readonly string[], attributes?: Attributes];
type Sizes = readonly (number | string)[];

/** A small ONNX file: steps one after the other, each named by its place (`s0`, `s1`), the last is the output `y`. */
export interface OnnxRow {
  readonly name: string;
  readonly opset: number;
  readonly producer?: string;
  /** Shapes of the inputs; a text is an open axis. */
  readonly inputs: Readonly<Record<string, Sizes>>;
  /** Integers: int64. An empty shape is one number. */
  readonly constants?: Readonly<Record<string, WrittenTensor | readonly number[]>>;
  readonly steps: readonly Step[];
  /** Axes of the output, which ONNX wants to be stated. */
  readonly rank: number;
  /** Widest values of the inputs; 1 where absent. */
  readonly spread?: number;
}

/** An attribute of one kind. */
export const int = (value: number) => ({ int: value });
export const float = (value: number) => ({ float: value });
export const text = (value: string) => ({ text: value });
export const ints = (...values: number[]) => ({ ints: values });

/** An input of most rows. */
export const image = { x: ['N', 4, 6, 5] };

export function row(name: string, opset: number, rest: Omit<OnnxRow, 'name' | 'opset'>): OnnxRow {
  return { name: `${name}, opset ${opset}`, opset, ...rest };
}

export const floats = (values: ArrayLike<number>, dims: readonly number[]): WrittenTensor => ({
  name: '',
  dims,
  dataType: dataTypes.float,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

/** Seeded weights of a shape. */
export const weights = (...dims: number[]): WrittenTensor =>
  floats(seededValues(`${dims}`, dims, 1).data, dims);

export const integers = (...values: number[]): WrittenTensor => ({
  name: '',
  dims: [values.length],
  dataType: dataTypes.int64,
  bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

export function encodeRow({ opset, producer = 'test', inputs, constants = {}, steps, rank }: OnnxRow) {
  const last = steps.length - 1;
  return encodeOnnx({
    opset,
    irVersion: opset < 9 ? 3 : Math.min(8, opset),
    producer: { name: producer, version: '1' },
    metadata: {},
    name: 'row',
    nodes: steps.map(([op, names, attributes = {}], at): WrittenNode => {
      return { name: `s${at}`, op, inputs: names, output: at === last ? 'y' : `s${at}`, attributes };
    }),
    initializers: Object.entries(constants).map(([name, constant]) =>
      'dims' in constant ? { ...constant, name } : { ...integers(...constant), name },
    ),
    // Until IR version 4 a stored tensor is an input too, which ONNX Runtime accepts to be absent.
    inputs: Object.entries(inputs).map(([name, shape]) => ({ name, shape })),
    outputs: [{ name: 'y', shape: Array.from({ length: rank }, (_, axis) => `d${axis}`) }],
  });
}

/** Seeded inputs with a number for each open axis. */
export function drawRow({ name, inputs, spread = 1 }: OnnxRow, batch: number): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([input, sizes]) => {
      const shape = sizes.map((size) => (typeof size === 'number' ? size : batch));
      return [input, seededValues(`${name} ${input} ${batch}`, shape, spread)];
    }),
  );
}

/** The same values in the shapes that the model states, which may have a batch before the file's axes. */
export function asModelInputs({ graph }: Model, inputs: Record<string, Tensor>): Record<string, Tensor> {
  return Object.fromEntries(
    graph.inputs.map(({ name, shape }) => {
      const { data } = inputs[name]!;
      const sizes = shape.slice(1) as number[];
      return [name, { data, shape: [data.length / sizes.reduce((a, b) => a * b, 1), ...sizes] }];
    }),
  );
}

export async function runInOnnxRuntime(
  bytes: Uint8Array,
  inputs: Record<string, Tensor>,
): Promise<Float32Array> {
  // Optimised, a matrix of uint8 is multiplied with rounded inputs.
  const session = await InferenceSession.create(bytes, {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
    graphOptimizationLevel: 'disabled',
  });
  const feeds = Object.entries(inputs).map(
    ([name, { data, shape }]) => [name, new OrtTensor('float32', data, shape)] as const,
  );
  const { y } = await session.run(Object.fromEntries(feeds));
  return Float32Array.from(y!.data as ArrayLike<number | bigint>, Number);
}
