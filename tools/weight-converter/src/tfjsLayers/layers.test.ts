import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { predicted, saved, seeded } from '../../test/keras/tfjsModel.ts';
import { convert } from '../convert.ts';

type Layers = readonly [inputShape: number[], ...layers: tf.layers.Layer[]];

const { layers } = tf;

/** Chains of layers behind an input. */
const chains: Record<string, () => Layers> = {
  'dense, on features and on positions': () => [
    [5, 4],
    layers.dense({ units: 3, activation: 'tanh' }),
    layers.flatten(),
    layers.dense({ units: 4, useBias: false }),
  ],
  'dense, batch norm, leaky relu, reshape: a generator begins': () => [
    [6],
    layers.dense({ units: 3 * 5 * 4, useBias: false }),
    layers.batchNormalization({ epsilon: 1e-2 }),
    layers.leakyReLU({ alpha: 0.2 }),
    layers.reshape({ targetShape: [3, 5, 4] }),
    layers.conv2dTranspose({ filters: 3, kernelSize: 5, strides: 2, padding: 'same', activation: 'sigmoid' }),
  ],
  'conv2d same, even sizes, stride 2': () => [
    [8, 6, 3],
    layers.conv2d({ filters: 5, kernelSize: [3, 4], strides: [2, 1], padding: 'same', activation: 'relu' }),
  ],
  'conv2d valid, dilated': () => [[9, 8, 2], layers.conv2d({ filters: 3, kernelSize: 3, dilationRate: 2 })],
  'conv2d, channels first': () => [
    [3, 8, 6],
    layers.permute({ dims: [2, 3, 1] }),
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }),
    layers.permute({ dims: [3, 1, 2] }),
    layers.flatten(),
  ],
  'conv2dTranspose same, stride above kernel': () => [
    [3, 4, 5],
    layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 3, padding: 'same' }),
  ],
  'conv2dTranspose same, odd remainder': () => [
    [4, 3, 5],
    layers.conv2dTranspose({ filters: 2, kernelSize: 4, strides: [2, 3], padding: 'same' }),
  ],
  'conv2dTranspose valid': () => [
    [3, 4, 5],
    layers.conv2dTranspose({ filters: 3, kernelSize: [2, 5], strides: 2, padding: 'valid' }),
  ],
  'conv2dTranspose valid, stride above kernel': () => [
    [3, 4, 2],
    layers.conv2dTranspose({ filters: 3, kernelSize: 2, strides: 3 }),
  ],
  separableConv2d: () => [
    [7, 6, 3],
    layers.separableConv2d({ filters: 5, kernelSize: 3, strides: 2, padding: 'same', depthMultiplier: 2 }),
  ],
  depthwiseConv2d: () => [
    [7, 6, 3],
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same', activation: 'elu' }),
  ],
  'conv1d, pooling, upsampling and cropping of lines': () => [
    [12, 3],
    layers.conv1d({ filters: 4, kernelSize: 3, padding: 'same', strides: 2 }),
    layers.maxPooling1d({ poolSize: 2, strides: 1, padding: 'same' }),
    layers.averagePooling1d({ poolSize: 2 }),
  ],
  'upSampling2d nearest, padded and cropped': () => [
    [3, 4, 3],
    layers.upSampling2d({ size: [2, 3] }),
    layers.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 1],
      ],
    }),
    layers.cropping2D({
      cropping: [
        [2, 0],
        [1, 3],
      ],
    }),
  ],
  'upSampling2d bilinear, as TensorFlow.js has it': () => [
    [4, 5, 3],
    layers.upSampling2d({ size: [2, 3], interpolation: 'bilinear' }),
  ],
  'max and average pooling, same and valid': () => [
    [9, 8, 3],
    layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    layers.averagePooling2d({ poolSize: [2, 3], strides: 1, padding: 'same' }),
    layers.averagePooling2d({ poolSize: 2 }),
  ],
  'global average pooling': () => [[4, 5, 6], layers.globalAveragePooling2d({}), layers.softmax({})],
  'global max pooling': () => [[4, 5, 6], layers.globalMaxPooling2d({})],
  'global pooling of lines': () => [[7, 6], layers.globalAveragePooling1d({})],
  'batch normalisation without scale, in front of a flatten': () => [
    [3, 4, 5],
    layers.batchNormalization({ scale: false, center: false }),
    layers.flatten(),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 3 }),
  ],
  'layer normalisation': () => [[3, 4, 5], layers.layerNormalization({ epsilon: 1e-2 })],
  'layer normalisation of features': () => [[7], layers.layerNormalization({})],
  'prelu, a slope a channel': () => [[3, 4, 5], layers.prelu({ sharedAxes: [1, 2] })],
  'prelu, a slope a value': () => [[3, 4, 5], layers.conv2d({ filters: 3, kernelSize: 1 }), layers.prelu()],
  'activation layers': () => [
    [3, 4, 5],
    layers.reLU({ maxValue: 1.5 }),
    layers.elu(),
    layers.gaussianNoise({ stddev: 1 }),
    layers.softmax({ axis: -1 }),
  ],
  'repeat, permute, reshape': () => [
    [6],
    layers.repeatVector({ n: 4 }),
    layers.permute({ dims: [2, 1] }),
    layers.reshape({ targetShape: [2, -1, 4] }),
    layers.reshape({ targetShape: [2, 3, 2, 2] }),
  ],
  rescaling: () => [[4, 4, 3], layers.rescaling({ scale: 0.5, offset: -1 })],
};

for (const name of [
  'relu6',
  'selu',
  'softplus',
  'softsign',
  'hardSigmoid',
  'swish',
  'mish',
  'gelu',
  'gelu_new',
  'softmax',
  'logSoftmax',
]) {
  chains[`activation ${name}`] = () => [[3, 7], layers.activation({ activation: name as 'relu6' })];
}

/** Models of several branches. */
const branched: Record<string, () => tf.LayersModel> = {
  'two calls of one layer, merged in every way': () => {
    const x = tf.input({ shape: [4, 5, 3], name: 'x' });
    const shared = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' });
    const once = shared.apply(x) as tf.SymbolicTensor;
    const twice = shared.apply(once) as tf.SymbolicTensor;
    const merged = [
      layers.add().apply([x, once, twice]),
      layers.average().apply([x, once]),
      layers.maximum().apply([x, once]),
      layers.minimum().apply([once, twice]),
      layers.multiply().apply([x, twice]),
    ] as tf.SymbolicTensor[];
    return tf.model({ inputs: x, outputs: layers.concatenate().apply(merged) as tf.SymbolicTensor });
  },
  'a label that selects from a table, two outputs': () => {
    const z = tf.input({ shape: [6], name: 'z' });
    const label = tf.input({ shape: [1], name: 'label', dtype: 'int32' });
    const row = layers.flatten().apply(layers.embedding({ inputDim: 3, outputDim: 6 }).apply(label));
    const mixed = layers.multiply().apply([z, row as tf.SymbolicTensor]) as tf.SymbolicTensor;
    const image = layers
      .reshape({ targetShape: [4, 4, 1], name: 'picture' })
      .apply(layers.dense({ units: 16, activation: 'tanh' }).apply(mixed)) as tf.SymbolicTensor;
    return tf.model({ inputs: [z, label], outputs: [image, mixed] });
  },
  'models in models': () => {
    const inner = tf.sequential({
      name: 'inner',
      layers: [
        layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [6, 6, 2], name: 'inner_conv' }),
        layers.batchNormalization({ name: 'inner_norm' }),
      ],
    });
    const x = tf.input({ shape: [6, 6, 2], name: 'x' });
    const half = layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', name: 'outer_conv' }).apply(x);
    const sum = layers.add().apply([inner.apply(x), inner.apply(half)] as tf.SymbolicTensor[]);
    return tf.model({ inputs: x, outputs: sum as tf.SymbolicTensor });
  },
};

async function compare(model: tf.LayersModel) {
  seeded(model, 7);
  const { json, shard } = await saved(model);
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  const { model: converted } = await convert(bytes, 'model.json', {
    openSideFile: () => shard,
    directions: 0,
  });
  const { inputs, outputs } = predicted(
    model,
    converted.graph.inputs.map(({ name }) => name),
    11,
  );
  const found = interpret(converted, inputs);
  for (const [name, expected] of Object.entries(outputs)) {
    expect(found[name]!.shape).toEqual(expected.shape);
    expect(largestDifference(found[name]!.data, expected.data)).toBeLessThan(1e-4);
  }
  return converted;
}

describe('layers as TensorFlow.js computes them', () => {
  it.each(Object.keys(chains))('%s', async (name) => {
    const [inputShape, ...chain] = chains[name]!();
    const sequential = tf.sequential();
    sequential.add(layers.inputLayer({ inputShape }));
    for (const layer of chain) sequential.add(layer);
    await compare(sequential);
  });

  it.each(Object.keys(branched))('%s', async (name) => {
    await compare(branched[name]!());
  });

  it('a label input keeps its meaning', async () => {
    const { graph } = await compare(branched['a label that selects from a table, two outputs']!());
    expect(graph.inputs).toMatchObject([
      { name: 'z', kind: 'latent' },
      { name: 'label', kind: 'label', encoding: 'value', range: [0, 2] },
    ]);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['picture', expect.stringMatching(/^multiply/)]);
  });
});
