import { nn, numpy as np } from '@jax-js/jax';
import type { FlatNode } from '../flatModel.ts';
import { conv2d, convTranspose2d } from './convolutions.ts';
import { gridSample } from './gridSample.ts';
import { pad2d, upsample2d } from './sampling.ts';

type Weights = Readonly<Record<string, np.Array>>;

/**
 * One graph operation in jax-js's functions, on activations of PyTorch's layout. An array that is passed on is spent, so what is used
 * twice is passed as `x.ref` but for the last time.
 */
export type Apply = (inputs: readonly np.Array[], weights: Weights, node: FlatNode) => np.Array;

const unary =
  (apply: (x: np.Array, attributes: FlatNode['attributes']) => np.Array): Apply =>
  ([x], _, { attributes }) =>
    apply(x!, attributes);
const binary =
  (apply: (a: np.Array, b: np.Array) => np.Array): Apply =>
  ([first, second], { other }) =>
    apply(first!, (second ?? other)!);

const linear: Apply = ([x], { weight, bias }) => {
  const y = np.matmul(x!, np.transpose(weight!));
  return bias ? y.add(bias) : y;
};

/** A vector of channels, so that it fits an activation of any rank. */
function perChannel(vector: np.Array, rank: number): np.Array {
  return vector.reshape([1, vector.shape[0]!, ...new Array<number>(rank - 2).fill(1)]);
}

const batchNorm2d: Apply = ([x], { runningMean, runningVar, weight, bias }, { attributes }) => {
  const rank = x!.ndim;
  const deviation = np.sqrt(runningVar!.add(Number(attributes.eps ?? 1e-5)));
  const scale = weight ? weight.div(deviation) : np.reciprocal(deviation);
  const scaled = x!.sub(perChannel(runningMean!, rank)).mul(perChannel(scale, rank));
  return bias ? scaled.add(perChannel(bias, rank)) : scaled;
};

const instanceNorm2d: Apply = ([x], { weight, bias }, { attributes }) => {
  const rank = x!.ndim;
  const axes = Array.from({ length: rank - 2 }, (_, index) => index + 2);
  const centred = x!.ref.sub(np.mean(x!, axes, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  const normal = centred.div(np.sqrt(variance.add(Number(attributes.eps ?? 1e-5))));
  const scaled = weight ? normal.mul(perChannel(weight, rank)) : normal;
  return bias ? scaled.add(perChannel(bias, rank)) : scaled;
};

const slice: Apply = ([x], _, { name, attributes }) => {
  const starts = attributes.starts as number[];
  const axes = (attributes.axes as number[] | undefined) ?? starts.map((_, axis) => axis);
  const steps = (attributes.steps as number[] | undefined) ?? [];
  if (steps.some((step) => step !== 1))
    throw new RangeError(`slice "${name}": steps are ${steps.join(', ')}, jax-js has only 1`);
  const ranges: ([] | [number, number])[] = x!.shape.map(() => []);
  axes.forEach((axis, index) => {
    const at = axis < 0 ? axis + x!.ndim : axis;
    const size = x!.shape[at]!;
    const clamp = (place: number): number => Math.min(Math.max(place < 0 ? place + size : place, 0), size);
    ranges[at] = [clamp(starts[index]!), clamp((attributes.ends as number[])[index]!)];
  });
  return x!.slice(...ranges);
};

const reshape = unary((x, { shape }) =>
  x.reshape([x.shape[0]!, ...(shape as ['N', ...number[]]).slice(1)] as number[]),
);

const gelu = unary((x, { approximate }) => nn.gelu(x, { approximate: approximate === 'tanh' }));

/** Every graph operation that jax-js can run, under the graph's name for it. */
export const operations: Readonly<Record<string, Apply>> = {
  conv2d,
  convTranspose2d,
  linear,
  batchNorm2d,
  instanceNorm2d,
  upsample2d,
  gridSample,
  pad2d,
  add: binary((a, b) => a.add(b)),
  sub: binary((a, b) => a.sub(b)),
  multiply: binary((a, b) => a.mul(b)),
  concat: (inputs, _, { attributes }) => np.concatenate([...inputs], attributes.axis as number),
  reshape,
  permute: unary((x, { dims }) => np.transpose(x, dims as number[])),
  slice,
  square: unary((x) => np.square(x)),
  rsqrt: unary((x) => np.reciprocal(np.sqrt(x))),
  relu: unary((x) => nn.relu(x)),
  leakyRelu: unary((x, { negativeSlope }) => nn.leakyRelu(x, Number(negativeSlope ?? 0.01))),
  prelu: ([x], { slope }) => np.where(x!.ref.greater(0), x!.ref, x!.mul(perChannel(slope!, x!.ndim))),
  elu: unary((x, { alpha }) => nn.elu(x, Number(alpha ?? 1))),
  sigmoid: unary((x) => nn.sigmoid(x)),
  tanh: unary((x) => np.tanh(x)),
  silu: unary((x) => nn.silu(x)),
  gelu,
  clamp: unary((x, { min, max }) => np.clip(x, Number(min ?? -3.4e38), Number(max ?? 3.4e38))),
};
