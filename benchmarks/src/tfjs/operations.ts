import * as tf from '@tensorflow/tfjs-core';
import type { ChannelsLastNode } from './channelsLastModel.ts';
import { conv2d, convTranspose2d, linear } from './convolutions.ts';
import { gridSample } from './gridSample.ts';
import { axisOf, fromLogical, sameRank, toLogical } from './layout.ts';

type Weights = Readonly<Record<string, tf.Tensor>>;

/** One graph operation in TF.js's ops; activations of rank 4 are [N,H,W,C]. */
export type Apply = (inputs: readonly tf.Tensor[], weights: Weights, node: ChannelsLastNode) => tf.Tensor;

const unary =
  (apply: (x: tf.Tensor, node: ChannelsLastNode) => tf.Tensor): Apply =>
  ([x], _, node) =>
    apply(x!, node);
const binary =
  (apply: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Apply =>
  ([first, second], { other }) =>
    apply(...sameRank(first!, second ?? other!));

const batchNorm2d: Apply = ([x], { runningMean, runningVar, weight, bias }, { attributes }) =>
  tf.batchNorm(
    x as tf.Tensor4D,
    runningMean as tf.Tensor1D,
    runningVar as tf.Tensor1D,
    bias as tf.Tensor1D | undefined,
    weight as tf.Tensor1D | undefined,
    Number(attributes.eps ?? 1e-5),
  );

const instanceNorm2d: Apply = ([x], { weight, bias }, { attributes }) => {
  const { mean, variance } = tf.moments(x!, x!.rank === 4 ? [1, 2] : [2], true);
  const scaled = tf.mul(tf.sub(x!, mean), tf.rsqrt(tf.add(variance, Number(attributes.eps ?? 1e-5))));
  const weighted = weight ? tf.mul(scaled, weight) : scaled;
  return bias ? tf.add(weighted, bias) : weighted;
};

const upsample2d: Apply = ([x], _, { attributes }) => {
  const size = attributes.size as [number, number];
  if ((attributes.mode ?? 'nearest') === 'nearest')
    return tf.image.resizeNearestNeighbor(x as tf.Tensor4D, size);
  const align = attributes.alignCorners === true;
  return tf.image.resizeBilinear(x as tf.Tensor4D, size, align, !align);
};

const pad2d: Apply = ([x], _, { name, attributes }) => {
  const [top, left, bottom, right] = attributes.padding as [number, number, number, number];
  const padding: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const mode = attributes.mode ?? 'zero';
  if (mode === 'zero') return tf.pad(x!, padding, Number(attributes.value ?? 0));
  if (mode === 'reflect') return tf.mirrorPad(x!, padding, 'reflect');
  throw new RangeError(`pad2d "${name}": mode is ${String(mode)}, TF.js has zero and reflect`);
};

const reshape = unary((x, { attributes }) => {
  const [, ...rest] = attributes.shape as ['N', ...number[]];
  return fromLogical(tf.reshape(toLogical(x), [x.shape[0]!, ...rest]));
});

const slice = unary((x, { attributes }) => {
  const starts = attributes.starts as number[];
  const begin = new Array<number>(x.rank).fill(0);
  const end = [...x.shape];
  const step = new Array<number>(x.rank).fill(1);
  const axes = (attributes.axes as number[] | undefined) ?? starts.map((_, axis) => axis);
  axes.forEach((axis, index) => {
    const at = axisOf(axis, x.rank);
    const size = x.shape[at]!;
    const clamp = (place: number): number => Math.min(Math.max(place < 0 ? place + size : place, 0), size);
    begin[at] = clamp(starts[index]!);
    end[at] = clamp((attributes.ends as number[])[index]!);
    step[at] = (attributes.steps as number[] | undefined)?.[index] ?? 1;
  });
  return tf.stridedSlice(x, begin, end, step);
});

const gelu = unary((x, { attributes }) => {
  const half = tf.mul(x, 0.5);
  if (attributes.approximate !== 'tanh') return tf.mul(half, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  const cubic = tf.add(x, tf.mul(tf.pow(x, 3), 0.044715));
  return tf.mul(half, tf.add(tf.tanh(tf.mul(cubic, Math.sqrt(2 / Math.PI))), 1));
});

const elu = unary((x, { attributes }) => {
  const alpha = Number(attributes.alpha ?? 1);
  return alpha === 1 ? tf.elu(x) : tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(x), alpha));
});

/** Every graph operation that TF.js can run, under the graph's name for it. */
export const operations: Readonly<Record<string, Apply>> = {
  conv2d,
  convTranspose2d,
  linear,
  batchNorm2d,
  instanceNorm2d,
  upsample2d,
  gridSample,
  pad2d,
  add: binary(tf.add),
  sub: binary(tf.sub),
  multiply: binary(tf.mul),
  concat: (inputs, _, { attributes }) =>
    tf.concat([...inputs], axisOf(attributes.axis as number, inputs[0]!.rank)),
  reshape,
  permute: unary((x, { attributes }) => fromLogical(tf.transpose(toLogical(x), attributes.dims as number[]))),
  slice,
  square: unary((x) => tf.square(x)),
  rsqrt: unary((x) => tf.rsqrt(x)),
  relu: unary((x) => tf.relu(x)),
  leakyRelu: unary((x, { attributes }) => tf.leakyRelu(x, Number(attributes.negativeSlope ?? 0.01))),
  prelu: ([x], { slope }) => tf.prelu(x!, slope!),
  elu,
  sigmoid: unary((x) => tf.sigmoid(x)),
  tanh: unary((x) => tf.tanh(x)),
  silu: unary((x) => tf.mul(x, tf.sigmoid(x))),
  gelu,
  clamp: unary((x, { attributes }) =>
    tf.clipByValue(x, Number(attributes.min ?? -3.4e38), Number(attributes.max ?? 3.4e38)),
  ),
};
