import { operations, referenceOf, type Tensor } from '@roentgan/kernels';
import { filled, seededRandom } from './random.ts';

// What a peer's half of the benchmark is tested with: graph operations in small, and what they are by the kernels' reference.

export interface Case {
  readonly op: string;
  readonly inputs: readonly (readonly number[])[];
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /** Its domain. */
  readonly positive?: boolean;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const image = [1, 3, 5, 4];
const images = [2, 3, 5, 4];
/** Places are normal: about a third of them are outside. */
const gridSampleCases: readonly Case[] = ['bilinear', 'nearest', 'bicubic'].flatMap((mode) => [
  ...['zeros', 'border', 'reflection'].flatMap((paddingMode) =>
    [false, true].map((alignCorners) => ({
      op: 'gridSample',
      inputs: [images, [2, 6, 7, 2]],
      attributes: { mode, paddingMode, alignCorners },
    })),
  ),
  {
    op: 'gridSample',
    inputs: [images, [2, 2, 6, 7]],
    attributes: { mode, paddingMode: 'border', planarGrid: true },
  },
  { op: 'gridSample', inputs: [image, [1, 1, 1, 2]], attributes: { mode } },
]);

export const operationCases: readonly Case[] = [
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
  ...gridSampleCases,
  { op: 'pad2d', inputs: [image], attributes: { padding: [1, 2, 0, 1], mode: 'zero', value: 0.5 } },
  { op: 'pad2d', inputs: [image], attributes: { padding: [1, 2, 0, 1], mode: 'reflect' } },
  { op: 'sub', inputs: [image], weights: { other: [3, 1, 1] } },
  { op: 'square', inputs: [image] },
  { op: 'rsqrt', inputs: [[1, 4]], positive: true },
  { op: 'add', inputs: [image, [1, 3, 1, 1]] },
  { op: 'multiply', inputs: [image], weights: { other: [3, 1, 1] } },
  { op: 'multiply', inputs: [image], weights: { other: [1, 3, 1, 1] } },
  { op: 'multiply', inputs: [images, [2, 3, 1, 1]] },
  { op: 'multiply', inputs: [images, [2, 1, 1, 1]] },
  { op: 'add', inputs: [images], weights: { other: [1, 3, 5, 4] } },
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

/** A case with values. */
export interface DrawnCase {
  readonly operands: readonly Tensor[];
  /** In PyTorch's layout. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** As a peer's half is given it. */
  readonly node: {
    readonly op: string;
    readonly name: string;
    readonly inputs: readonly [];
    readonly weights: Readonly<Record<string, never>>;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly output: string;
  };
  readonly expected: Tensor;
}

export function drawCase({ op, inputs, positive, weights = {}, attributes = {} }: Case): DrawnCase {
  const random = seededRandom(7);
  const above = () => random.uniform(0.5, 2);
  const draw = (shape: readonly number[], value: () => number): Tensor => {
    const count = shape.reduce((product, size) => product * size, 1);
    return { shape, data: filled(count, value) };
  };
  const operands = inputs.map((shape) => draw(shape, positive ? above : random.normal));
  const drawn = Object.entries(weights).map(([role, shape]) => [
    role,
    draw(shape, role === 'runningVar' ? above : random.normal),
  ]);
  const parameters = Object.fromEntries(drawn);
  const operation = operations[op]!;
  const parsed = operation.parseAttributes(attributes, op);
  const output = operation.outputShape({ inputs, weights, attributes: parsed }, op);
  const expected = referenceOf(operation)(operands, parameters, parsed, output);
  const node = { op, name: op, inputs: [] as const, weights: {}, attributes, output: 'y' };
  return { operands, parameters, node, expected };
}

export function largestError(expected: Tensor, values: ArrayLike<number>): number {
  return Math.max(...expected.data.map((value, at) => Math.abs(value - values[at]!)));
}
