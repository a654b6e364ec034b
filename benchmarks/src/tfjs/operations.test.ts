import '@tensorflow/tfjs-backend-wasm';
import { operations as graphOperations, type Tensor } from '@roentgan/kernels';
import { ready, setBackend, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { filled, seededRandom } from '../random.ts';
import { fromLogical, toLogical } from './layout.ts';
import { operations } from './operations.ts';
import { placeWeight } from './placeWeight.ts';

interface Case {
  readonly op: string;
  readonly inputs: readonly (readonly number[])[];
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /** Its domain. */
  readonly positive?: boolean;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const image = [1, 3, 5, 4];
const cases: readonly Case[] = [
  {
    op: 'conv2d',
    inputs: [image],
    weights: { weight: [2, 3, 3, 3], bias: [2] },
    attributes: { padding: [1, 1, 1, 1] },
  },
  {
    op: 'conv2d',
    inputs: [image],
    weights: { weight: [2, 3, 2, 2] },
    attributes: { stride: [2, 1], padding: [0, 1, 1, 0] },
  },
  {
    op: 'convTranspose2d',
    inputs: [image],
    weights: { weight: [3, 2, 4, 4], bias: [2] },
    attributes: { stride: [2, 2], padding: [1, 1, 1, 1] },
  },
  {
    op: 'convTranspose2d',
    inputs: [image],
    weights: { weight: [3, 2, 3, 3] },
    attributes: { stride: [2, 2], padding: [1, 1, 1, 1], outputPadding: [1, 1] },
  },
  {
    op: 'conv2d',
    inputs: [image],
    weights: { weight: [3, 1, 3, 3], bias: [3] },
    attributes: { padding: [1, 1, 1, 1], groups: 3 },
  },
  {
    op: 'conv2d',
    inputs: [[1, 4, 5, 4]],
    weights: { weight: [6, 2, 3, 3] },
    attributes: { padding: [1, 1, 1, 1], groups: 2 },
  },
  {
    op: 'convTranspose2d',
    inputs: [[1, 4, 5, 4]],
    weights: { weight: [4, 3, 4, 4] },
    attributes: { stride: [2, 2], padding: [1, 1, 1, 1], groups: 2 },
  },
  { op: 'linear', inputs: [[2, 6]], weights: { weight: [3, 6], bias: [3] } },
  {
    op: 'batchNorm2d',
    inputs: [image],
    weights: { runningMean: [3], runningVar: [3], weight: [3], bias: [3] },
  },
  { op: 'instanceNorm2d', inputs: [image], weights: { weight: [3], bias: [3] } },
  { op: 'upsample2d', inputs: [image], attributes: { size: [10, 8], mode: 'nearest' } },
  { op: 'upsample2d', inputs: [image], attributes: { size: [10, 8], mode: 'bilinear' } },
  { op: 'upsample2d', inputs: [image], attributes: { size: [9, 7], mode: 'bilinear', alignCorners: true } },
  { op: 'pad2d', inputs: [image], attributes: { padding: [1, 2, 0, 1], mode: 'zero', value: 0.5 } },
  { op: 'pad2d', inputs: [image], attributes: { padding: [1, 2, 0, 1], mode: 'reflect' } },
  { op: 'sub', inputs: [image], weights: { other: [3, 1, 1] } },
  { op: 'square', inputs: [image] },
  { op: 'rsqrt', inputs: [[1, 4]], positive: true },
  { op: 'add', inputs: [image, [1, 3, 1, 1]] },
  { op: 'multiply', inputs: [image], weights: { other: [3, 1, 1] } },
  { op: 'multiply', inputs: [image], weights: { other: [1, 3, 1, 1] } },
  { op: 'concat', inputs: [image, [1, 2, 5, 4]], attributes: { axis: 1 } },
  {
    op: 'concat',
    inputs: [
      [1, 4],
      [1, 3],
    ],
    attributes: { axis: -1 },
  },
  { op: 'reshape', inputs: [image], attributes: { shape: ['N', 6, 5, -1] } },
  { op: 'reshape', inputs: [[1, 24]], attributes: { shape: ['N', 2, 3, 4] } },
  { op: 'permute', inputs: [image], attributes: { dims: [0, 2, 3, 1] } },
  {
    op: 'slice',
    inputs: [image],
    attributes: { starts: [1, -3], ends: [3, 4], axes: [1, 3], steps: [1, 2] },
  },
  { op: 'relu', inputs: [image] },
  { op: 'leakyRelu', inputs: [image], attributes: { negativeSlope: 0.2 } },
  { op: 'prelu', inputs: [image], weights: { slope: [3] } },
  { op: 'elu', inputs: [image] },
  { op: 'sigmoid', inputs: [image] },
  { op: 'tanh', inputs: [image] },
  { op: 'silu', inputs: [image] },
  { op: 'gelu', inputs: [image], attributes: { approximate: 'tanh' } },
  { op: 'clamp', inputs: [image], attributes: { min: -0.5, max: 0.25 } },
];

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

describe("TF.js's half means what the graph means", () => {
  test.each(cases)(
    '$op $inputs $attributes',
    async ({ op, inputs, positive, weights = {}, attributes = {} }) => {
      const random = seededRandom(7);
      const draw = (shape: readonly number[], value = random.normal): Tensor => ({
        shape,
        data: filled(
          shape.reduce((product, size) => product * size, 1),
          value,
        ),
      });
      const operands = inputs.map((shape) =>
        draw(shape, positive ? () => random.uniform(0.5, 2) : random.normal),
      );
      const parameters = Object.fromEntries(
        Object.entries(weights).map(([role, shape]) => [
          role,
          draw(shape, role === 'runningVar' ? () => random.uniform(0.5, 2) : random.normal),
        ]),
      );
      const operation = graphOperations[op]!;
      const parsed = operation.parseAttributes(attributes, op);
      const call = { inputs, weights, attributes: parsed };
      const output = operation.outputShape(call, op);
      const expected = operation.reference(operands, parameters, parsed, output);

      const placed = Object.entries(parameters).map(([role, { shape, data }]) => {
        const placed = placeWeight(op, role, data, shape, Number(attributes.groups ?? 1));
        return [role, tensor(placed.values, [...placed.shape])];
      });
      const node = { op, name: op, inputs: [], weights: {}, attributes, output: 'y' };
      const made = operations[op]!(
        operands.map(({ shape, data }) => fromLogical(tensor(data, [...shape]))),
        Object.fromEntries(placed),
        node,
      );
      const logical = toLogical(made);
      expect(logical.shape).toEqual([...output]);
      const values = await logical.data();
      const largest = Math.max(...expected.data.map((value, at) => Math.abs(value - values[at]!)));
      expect(largest).toBeLessThan(1e-5);
    },
  );
});
