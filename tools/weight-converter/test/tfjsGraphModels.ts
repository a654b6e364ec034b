import { type AttributeText, type FinishOptions, TestGraph, type TestModel } from './tfjsGraphModel.ts';

type Attributes = Readonly<Record<string, AttributeText>>;

const strides = (size: number): AttributeText => ({ integers: [1, size, size, 1] });
const plain: Attributes = {
  data_format: { text: 'NHWC' },
  dilations: strides(1),
  padding: { text: 'SAME' },
};

/** First entry of the shape of `x`, as Keras reads the batch. */
function batchOf(graph: TestGraph, x: string): string {
  const entry = [graph.integers([0]), graph.integers([1]), graph.integers([1])];
  return graph.node('StridedSlice', [graph.node('Shape', [x]), ...entry], {
    shrink_axis_mask: { integer: 1 },
  });
}

function transposed(
  graph: TestGraph,
  x: string,
  [size, inner, outer]: readonly [number, number, number],
): string {
  const shape = graph.node('Pack', [
    batchOf(graph, x),
    ...[size, size, outer].map((part) => graph.number(part)),
  ]);
  const filter = graph.random([4, 4, outer, inner], { from: -0.3, to: 0.3 });
  return graph.node('Conv2DBackpropInput', [shape, filter, x], { ...plain, strides: strides(2) });
}

/** A DCGAN as the converter writes Keras models: 8 latents to 20x20 RGB. */
export function dcgan(options: FinishOptions = {}, isOld = false): TestModel {
  const g = new TestGraph(11, isOld);
  const z = g.input('z', [-1, 8]);
  const dense = g.node('_FusedMatMul', [z, g.random([8, 150]), g.random([150])], {
    fused_ops: { texts: ['BiasAdd', 'LeakyRelu'] },
    num_args: { integer: 1 },
    leakyrelu_alpha: { float: 0.2 },
  });
  const shape = g.node('Pack', [batchOf(g, dense), g.number(5), g.number(5), g.number(6)]);
  const map = g.node('Reshape', [dense, shape]);
  const norm = g.node(
    'FusedBatchNormV3',
    [
      transposed(g, map, [10, 6, 5]),
      g.random([5], { from: 0.5, to: 1.5 }),
      g.random([5]),
      g.random([5]),
      g.random([5], { from: 0.5, to: 2 }),
    ],
    { epsilon: { float: 0.001 }, is_training: { boolean: false }, data_format: { text: 'NHWC' } },
  );
  const active = g.node('LeakyRelu', [norm], { alpha: { float: 0.3 } });
  const image = g.node('BiasAdd', [transposed(g, active, [20, 5, 3]), g.random([3])]);
  const output = g.node('Tanh', [image], {}, 'StatefulPartitionedCall/model/Tanh');
  return g.finish(isOld ? options : { outputs: [output], ...options });
}

/** A U-Net from picture to picture of open size, with instance norm as the moments that TensorFlow writes. */
export function unet(options: FinishOptions = {}): TestModel {
  const g = new TestGraph(12);
  const picture = g.input('picture', [-1, -1, -1, 3]);
  const conv = (x: string, filter: readonly number[], stride: number) =>
    g.node('Conv2D', [x, g.random(filter)], { ...plain, strides: strides(stride) });
  const down = g.node('Relu', [instanceNorm(g, conv(picture, [3, 3, 3, 6], 2), 6)]);
  const deep = g.node('Relu', [instanceNorm(g, conv(down, [3, 3, 6, 10], 2), 10)]);
  const sizes = g.node('StridedSlice', [
    g.node('Shape', [down]),
    ...[[1], [3], [1]].map((at) => g.integers(at)),
  ]);
  const up = g.node('ResizeBilinear', [deep, sizes], { half_pixel_centers: { boolean: true } });
  const joined = g.node('ConcatV2', [up, down, g.number(3)], { N: { integer: 2 } });
  const wide = g.node('ResizeNearestNeighbor', [joined, g.node('Mul', [sizes, g.number(2)])]);
  const output = g.node('Sigmoid', [conv(wide, [3, 3, 16, 3], 1)], {}, 'styled');
  return g.finish({ outputs: [output], ...options });
}

/** (x - mean) * rsqrt(variance + eps) * gamma + beta, as tf.nn.moments and batch_normalization write it. */
export function instanceNorm(g: TestGraph, x: string, channels: number): string {
  const axes = g.integers([1, 2]);
  const kept: Attributes = { keep_dims: { boolean: true } };
  const mean = g.node('Mean', [x, axes], kept);
  const squares = g.node('SquaredDifference', [x, g.node('StopGradient', [mean])]);
  const variance = g.node('Mean', [squares, axes], kept);
  const root = g.node('Rsqrt', [g.node('AddV2', [variance, g.floats([1e-5], [])])]);
  const scale = g.node('Mul', [root, g.random([channels], { from: 0.5, to: 1.5 })]);
  const shift = g.node('Sub', [g.random([channels]), g.node('Mul', [mean, scale])]);
  return g.node('AddV2', [g.node('Mul', [x, scale]), shift]);
}

export type LabelKind = 'integer' | 'float' | 'oneHot';

/**
 * A conditional generator: a label selects from a table, as an integer, as Keras does by a float made an integer, or
 * one-hot; a placeholder with a default scales the result.
 */
export function conditional(kind: LabelKind, options: FinishOptions = {}): TestModel {
  const g = new TestGraph(13);
  const z = g.input('z', [-1, 6]);
  const label = g.input('label', kind === 'float' ? [-1, 1] : [-1], kind === 'float' ? 'FLOAT' : 'INT32');
  const index = kind === 'float' ? g.node('Cast', [label], { DstT: { type: 'INT32' } }) : label;
  const row =
    kind === 'oneHot'
      ? g.node('OneHot', [index, g.number(5), g.floats([1.5], []), g.floats([-0.5], [])])
      : g.node('GatherV2', [g.random([5, 6]), index, g.number(0)]);
  const width = kind === 'oneHot' ? 5 : 6;
  const flat = g.node('Reshape', [row, g.integers([-1, width])]);
  const joined = g.node('ConcatV2', [z, flat, g.number(1)], { N: { integer: 2 } });
  const dense = g.node('BiasAdd', [g.node('MatMul', [joined, g.random([6 + width, 64])]), g.random([64])]);
  const scale = g.node('PlaceholderWithDefault', [g.floats([0.8], [])], {
    dtype: { type: 'FLOAT' },
    shape: { shape: [] },
  });
  const scaled = g.node('Mul', [dense, scale]);
  return g.finish({ outputs: [g.node('Tanh', [scaled], {}, 'pixels')], ...options });
}
