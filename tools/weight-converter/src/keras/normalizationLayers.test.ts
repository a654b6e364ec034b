import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareLayers, type LayerCase } from '../../test/keras/runLayers.ts';

const norm = { gamma: [6], beta: [6] };
const normalised = (x: tf.Tensor, axes: number[], eps: number) => {
  const { mean, variance } = tf.moments(x, axes, true);
  return x.sub(mean).div(variance.add(eps).sqrt());
};

/** Norms that TensorFlow.js has no layer for, or computes differently, in TensorFlow's functions. */
const cases: Record<string, LayerCase> = {
  'InstanceNormalization of TensorFlow Addons': {
    layers: [{ className: 'InstanceNormalization', config: { groups: 6, epsilon: 0.1 }, weights: norm }],
    input: [3, 4, 6],
    expected: (x, [w]) => normalised(x, [1, 2], 0.1).mul(w!.gamma!).add(w!.beta!),
  },
  'InstanceNormalization of keras_contrib': {
    layers: [{ className: 'InstanceNormalization', config: { axis: 3, epsilon: 0.1 }, weights: norm }],
    input: [3, 4, 6],
    expected: (x, [w]) => {
      const { mean, variance } = tf.moments(x, [1, 2], true);
      return x.sub(mean).div(variance.sqrt().add(0.1)).mul(w!.gamma!).add(w!.beta!);
    },
  },
  'InstanceNormalization of keras_contrib over everything': {
    layers: [
      {
        className: 'InstanceNormalization',
        config: { axis: null, scale: false },
        weights: { beta: [1] },
      },
    ],
    input: [3, 4, 2],
    expected: (x, [w]) => {
      const { mean, variance } = tf.moments(x, [1, 2, 3], true);
      return x.sub(mean).div(variance.sqrt().add(1e-3)).add(w!.beta!);
    },
  },
  GroupNormalization: {
    layers: [{ className: 'Addons>GroupNormalization', config: { groups: 3, epsilon: 1e-2 }, weights: norm }],
    input: [3, 4, 6],
    expected: (x, [w]) =>
      normalised(x.reshape([2, 3, 4, 3, 2]), [1, 2, 4], 1e-2)
        .reshape([2, 3, 4, 6])
        .mul(w!.gamma!)
        .add(w!.beta!),
  },
  'GroupNormalization with a group a channel': {
    layers: [{ className: 'GroupNormalization', config: { groups: -1, scale: false, center: false } }],
    input: [3, 4, 6],
    expected: (x) => normalised(x, [1, 2], 1e-3),
  },
  'BatchNormalization of rows, axis 1': {
    layers: [
      {
        className: 'BatchNormalization',
        config: { axis: [1] },
        weights: { gamma: [3], beta: [3], moving_mean: [3], moving_variance: [3] },
      },
    ],
    input: [3, 4, 5],
    expected: (x, [w]) => {
      const along = (role: string) => w![role]!.reshape([1, 3, 1, 1]);
      const normal = x.sub(along('moving_mean')).div(along('moving_variance').add(1e-3).sqrt());
      return normal.mul(along('gamma')).add(along('beta'));
    },
  },
  'LayerNormalization of whole images': {
    layers: [
      {
        className: 'LayerNormalization',
        config: { axis: [1, 2, 3] },
        weights: { gamma: [3, 4, 2], beta: [3, 4, 2] },
      },
    ],
    input: [3, 4, 2],
    expected: (x, [w]) => normalised(x, [1, 2, 3], 1e-3).mul(w!.gamma!).add(w!.beta!),
  },
};

describe('norms as Keras computes them', () => {
  it.each(Object.keys(cases))('%s', (name) => {
    const { layers, input, expected, version } = cases[name]!;
    expect(compareLayers(layers, input, expected, version)).toBeLessThan(1e-4);
  });
});
