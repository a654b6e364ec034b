import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { compareLayers, randomTensor } from '../../test/keras/runLayers.ts';
import { readKeras } from './readKeras.ts';

describe('functions of TensorFlow as layers', () => {
  const call = (name: string, reads: unknown[], settings: Record<string, unknown>) => ({
    class_name: 'TFOpLambda',
    name: `tf.${name}`,
    config: { name: `tf.${name}`, function: name },
    inbound_nodes: [reads.length === 1 ? [...(reads[0] as unknown[]), settings] : reads],
  });

  it('arithmetic and depth_to_space, as an upscaler ends', () => {
    const layers = [
      {
        class_name: 'InputLayer',
        name: 'x',
        config: { batch_input_shape: [null, 3, 2, 8] },
        inbound_nodes: [],
      },
      call('math.multiply', [['x', 0, 0]], { y: 0.5, name: null }),
      call('__operators__.add', [['tf.math.multiply', 0, 0]], { y: ['x', 0, 0], name: null }),
      call('nn.depth_to_space', [['tf.__operators__.add', 0, 0]], { block_size: 2 }),
    ];
    const { model } = readKeras({
      fileName: 'espcn.h5',
      bytes: 1000,
      modelConfig: {
        class_name: 'Functional',
        config: {
          name: 'espcn',
          layers,
          input_layers: [['x', 0, 0]],
          output_layers: [['tf.nn.depth_to_space', 0, 0]],
        },
      },
      kerasVersion: '2.9.0',
      isTensorflowJs: false,
      weights: { weightsOf: () => [] },
      shapes: {},
    });
    const x = randomTensor([2, 3, 2, 8], 1);
    const found = interpret(model, { x: { shape: x.shape, data: x.dataSync() as Float32Array } });
    const expected = tf.depthToSpace(x.mul(1.5) as tf.Tensor4D, 2, 'NHWC');
    expect(found['tf.nn.depth_to_space']!.shape).toEqual(expected.shape);
    expect(largestDifference(found['tf.nn.depth_to_space']!.data, expected.dataSync())).toBeLessThan(1e-6);
  });
});

describe('custom layers of ESRGAN upscalers', () => {
  it.each([
    ['PixelShuffle2x', {}],
    ['PixelShuffle2x', { scale: 2 }],
    ['PixelShuffle', { scale: 2 }],
  ])('MultiplyBeta and %s with %o', (shuffle, settings) => {
    const layers = [
      { className: 'MultiplyBeta', config: { beta: 0.3 } },
      { className: shuffle, config: settings },
    ];
    const expected = (x: tf.Tensor) => tf.depthToSpace(x.mul(0.3) as tf.Tensor4D, 2, 'NHWC');
    expect(compareLayers(layers, [3, 2, 8], expected)).toBeLessThan(1e-6);
  });

  it('MultiplyBeta is 0.2 where the file does not say it', () => {
    expect(compareLayers([{ className: 'MultiplyBeta' }], [3, 2, 4], (x) => x.mul(0.2))).toBeLessThan(1e-6);
  });
});
