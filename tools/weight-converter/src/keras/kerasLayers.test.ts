import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareLayers, type LayerCase } from '../../test/keras/runLayers.ts';

/** What TensorFlow.js has no layer for, or computes differently, in TensorFlow's functions. */
const cases: Record<string, LayerCase> = {
  'ELU, LeakyReLU of Keras 3, ReLU with slope and limit': {
    layers: [
      { className: 'ELU', config: { alpha: 0.7 } },
      { className: 'LeakyReLU', config: { negative_slope: 0.4 } },
      { className: 'ReLU', config: { negative_slope: 0.5, max_value: 1.2 } },
    ],
    input: [3, 4, 5],
    expected: (x) => {
      const elu = tf.where(x.greater(0), x, x.exp().sub(1).mul(0.7));
      return elu.leakyRelu(0.4).leakyRelu(0.5).minimum(1.2);
    },
  },
  'an activation that is a layer': {
    layers: [
      {
        className: 'Dense',
        config: { use_bias: false, activation: { class_name: 'LeakyReLU', config: { alpha: 0.1 } } },
        weights: { kernel: [5, 4] },
      },
    ],
    input: [5],
    expected: (x, [w]) => tf.matMul(x as tf.Tensor2D, w!.kernel as tf.Tensor2D).leakyRelu(0.1),
  },
  'hard_sigmoid of Keras 2': {
    layers: [{ className: 'Activation', config: { activation: 'hard_sigmoid' } }],
    input: [9],
    expected: (x) => x.mul(0.2).add(0.5).clipByValue(0, 1),
  },
  'hard_sigmoid of Keras 3': {
    layers: [{ className: 'Activation', config: { activation: 'hard_sigmoid' } }],
    input: [9],
    version: '3.4.1',
    expected: (x) => x.div(6).add(0.5).clipByValue(0, 1),
  },
  'Softmax of rows': {
    layers: [{ className: 'Softmax', config: { axis: 2 } }],
    input: [3, 4, 5],
    expected: (x) => x.transpose([0, 1, 3, 2]).softmax(-1).transpose([0, 1, 3, 2]),
  },
  'UpSampling2D bilinear, pixel centres': {
    layers: [{ className: 'UpSampling2D', config: { size: [2, 3], interpolation: 'bilinear' } }],
    input: [3, 4, 2],
    expected: (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [6, 12], false, true),
  },
  'Resizing and ReflectionPadding2D': {
    layers: [
      { className: 'Resizing', config: { height: 5, width: 3 } },
      { className: 'Custom>ReflectionPadding2D', config: { padding: [2, 2] } },
    ],
    input: [3, 4, 2],
    expected: (x) =>
      tf.mirrorPad(
        tf.image.resizeBilinear(x as tf.Tensor4D, [5, 3], false, true),
        [
          [0, 0],
          [2, 2],
          [2, 2],
          [0, 0],
        ],
        'reflect',
      ),
  },
  'Conv1D causal': {
    layers: [
      {
        className: 'Conv1D',
        config: { padding: 'causal', dilation_rate: [2] },
        weights: { kernel: [3, 2, 4], bias: [4] },
      },
    ],
    input: [9, 2],
    expected: (x, [w]) => {
      const padded = tf.pad(x, [
        [0, 0],
        [4, 0],
        [0, 0],
      ]) as tf.Tensor3D;
      return tf.conv1d(padded, w!.kernel as tf.Tensor3D, 1, 'valid', 'NWC', 2).add(w!.bias!);
    },
  },
  'Conv2D in groups': {
    layers: [
      { className: 'Conv2D', config: { groups: 2, use_bias: false }, weights: { kernel: [3, 3, 2, 6] } },
    ],
    input: [5, 6, 4],
    expected: (x, [w]) => {
      const inputs = tf.split(x, 2, 3) as tf.Tensor4D[];
      const kernels = tf.split(w!.kernel!, 2, 3) as tf.Tensor4D[];
      return tf.concat(
        inputs.map((input, at) => tf.conv2d(input, kernels[at]!, 1, 'valid')),
        3,
      );
    },
  },
  'Conv2D, pooling and flatten, channels first': {
    layers: [
      {
        className: 'Conv2D',
        config: { data_format: 'channels_first', padding: 'same' },
        weights: { kernel: [3, 3, 3, 5], bias: [5] },
      },
      { className: 'MaxPooling2D', config: { data_format: 'channels_first', pool_size: 2 } },
      { className: 'Flatten', config: { data_format: 'channels_first' } },
    ],
    input: [3, 6, 4],
    expected: (x, [w]) => {
      const last = x.transpose([0, 2, 3, 1]) as tf.Tensor4D;
      const made = tf.conv2d(last, w!.kernel as tf.Tensor4D, 1, 'same').add(w!.bias!) as tf.Tensor4D;
      return tf.maxPool(made, 2, 2, 'valid').reshape([2, 30]);
    },
  },
  'Conv2DTranspose with output padding': {
    layers: [
      {
        className: 'Conv2DTranspose',
        config: { padding: 'same', strides: [2, 2], output_padding: [1, 0] },
        weights: { kernel: [3, 3, 4, 2], bias: [4] },
      },
    ],
    input: [3, 4, 2],
    expected: (x, [w]) =>
      tf.conv2dTranspose(x as tf.Tensor4D, w!.kernel as tf.Tensor4D, [2, 6, 7, 4], 2, 'same').add(w!.bias!),
  },
  'Conv2DTranspose valid with output padding': {
    layers: [
      {
        className: 'Conv2DTranspose',
        config: { strides: [3, 3], output_padding: [2, 1], use_bias: false },
        weights: { kernel: [4, 3, 4, 2] },
      },
    ],
    input: [3, 2, 2],
    // Beyond what the kernel reaches there is nothing.
    expected: (x, [w]) =>
      tf.pad(tf.conv2dTranspose(x as tf.Tensor4D, w!.kernel as tf.Tensor4D, [2, 10, 6, 4], 3, 'valid'), [
        [0, 0],
        [0, 2],
        [0, 1],
        [0, 0],
      ]),
  },
  'lines: upsampled, padded and cropped': {
    layers: [
      { className: 'UpSampling1D', config: { size: 2 } },
      { className: 'ZeroPadding1D', config: { padding: [1, 2] } },
      { className: 'Cropping1D', config: { cropping: [3, 1] } },
    ],
    input: [4, 3],
    expected: (x) => {
      const doubled = tf.stack([x, x], 2).reshape([2, 8, 3]);
      const padded = tf.pad(doubled, [
        [0, 0],
        [1, 2],
        [0, 0],
      ]);
      return padded.slice([0, 3, 0], [2, 7, 3]);
    },
  },
  'SpectralNormalization around a layer': {
    layers: [
      {
        className: 'SpectralNormalization',
        config: {
          layer: { class_name: 'Conv2D', config: { strides: 2, activation: 'relu', padding: 'same' } },
        },
        weights: { kernel: [3, 3, 3, 4], bias: [4], sn_u: [1, 4] },
      },
    ],
    input: [5, 5, 3],
    expected: (x, [w]) =>
      tf
        .conv2d(x as tf.Tensor4D, w!.kernel as tf.Tensor4D, 2, 'same')
        .add(w!.bias!)
        .relu(),
  },
  'Keras 1': {
    layers: [
      {
        className: 'Convolution2D',
        config: {
          nb_filter: 4,
          nb_row: 3,
          nb_col: 2,
          border_mode: 'same',
          subsample: [2, 1],
          dim_ordering: 'tf',
        },
        weights: { layer_0_W: [3, 2, 3, 4], layer_0_b: [4] },
      },
      { className: 'Flatten', config: {} },
      { className: 'Dense', config: { output_dim: 3, bias: false }, weights: { layer_2_W: [40, 3] } },
    ],
    input: [4, 5, 3],
    version: '1.2.2',
    expected: (x, [conv, , dense]) => {
      const made = tf.conv2d(x as tf.Tensor4D, conv!.layer_0_W as tf.Tensor4D, [2, 1], 'same');
      return tf.matMul(
        made.add(conv!.layer_0_b!).reshape([2, 40]) as tf.Tensor2D,
        dense!.layer_2_W as tf.Tensor2D,
      );
    },
  },
};

describe('layers as Keras computes them', () => {
  it.each(Object.keys(cases))('%s', (name) => {
    const { layers, input, expected, version } = cases[name]!;
    expect(compareLayers(layers, input, expected, version)).toBeLessThan(1e-4);
  });
});
