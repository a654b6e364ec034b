import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect } from 'vitest';
import { fixture, skipWithout } from '../../test/fixtures.ts';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { InstanceNormalization } from '../../test/keras/instanceNormalization.ts';
import { loadLayersModel } from '../../test/keras/tfjsModel.ts';
import { convert } from '../convert.ts';
import { openHdf5 } from './h5/openHdf5.ts';

/** Values from -1 to 1 without any rhythm of the image's sizes. */
const values = (count: number) =>
  Float32Array.from({ length: count }, (_, at) => Math.sin(at * 0.17) * Math.cos(at * 0.031));

async function converted(path: string, shapes = {}) {
  const source = fixture(path);
  const { model, notes } = await convert(readFileSync(source), path.split('/').at(-1)!, {
    shapes,
    openSideFile: (name) => readFileSync(new URL(name, source)),
  });
  return { ...model, notes };
}

function expectNear(found: ArrayLike<number>, expected: tf.Tensor) {
  expect(largestDifference(found, expected.dataSync())).toBeLessThan(1e-4);
}

describe('models that others made', () => {
  const ml5 = 'ml5_cvae_quickdraw/model.json';
  skipWithout(ml5)('ml5 draws what TensorFlow.js draws', async () => {
    const model = await converted(ml5);
    expect(model.graph).toMatchObject({
      name: 'decoder',
      inputs: [
        { kind: 'latent', name: 'latent_input', shape: ['N', 16] },
        { kind: 'label', name: 'label', encoding: 'one-hot', shape: ['N', 51] },
      ],
      outputs: [
        { name: 'conv2d_transpose_3', shape: ['N', 28, 28, 1], channels: 'raw' },
        { name: 'image', shape: ['N', 1, 28, 28], channels: 'grey', range: [0, 1] },
      ],
    });
    // The latent's, not the label's, although both go through one layer.
    expect(model.graph.directions).toHaveLength(8);
    const latent = { shape: [2, 16], data: values(32) };
    const label = { shape: [2, 51], data: new Float32Array(102) };
    label.data[3] = 1;
    label.data[51 + 20] = 1;
    const found = interpret(model, { latent_input: latent, label });
    const net = await loadLayersModel(fixture(ml5));
    const drawn = net.predict([tf.tensor(latent.data, [2, 16]), tf.tensor(label.data, [2, 51])]) as tf.Tensor;
    expectNear(found.conv2d_transpose_3!.data, drawn);
    expectNear(found.image!.data, drawn);
  });

  const esrgan = 'esrgan_slim_x2/model.json';
  skipWithout(esrgan)(
    'the upscaler gives what TensorFlow.js gives, at a size that it leaves open',
    async () => {
      await expect(converted(esrgan)).rejects.toThrow('input "LR" has no fixed size at axis 1');
      const model = await converted(esrgan, { LR: [1, 11, 14, 3] });
      const picture = { shape: [1, 11, 14, 3], data: values(11 * 14 * 3) };
      const found = interpret(model, { LR: picture });
      const net = await loadLayersModel(fixture(esrgan));
      expectNear(found.SR!.data, net.predict(tf.tensor(picture.data, [1, 11, 14, 3])) as tf.Tensor);
      expect(model.graph.inputs).toMatchObject([{ kind: 'image', range: [0, 1] }]);
      expect(model.notes).toContain('output "image" has no bounds: black and white are taken as 0 and 1');
    },
  );

  const packt = 'packt_cyclegan_target.h5';
  skipWithout(packt)('the Keras CycleGAN gives what its layers give in TensorFlow.js', async () => {
    const model = await converted(packt);
    const file = await openHdf5(readFileSync(fixture(packt)), packt);
    tf.serialization.registerClass(InstanceNormalization);
    const net = await tf.models.modelFromJSON({
      model_config: JSON.parse(file.text('model_config')!),
      keras_version: '2.2.4-tf',
      backend: 'tensorflow',
    } as never);
    for (const weight of net.weights) {
      const group = file.group('model_weights')?.group(weight.originalName.split('/')[0]!);
      const stored = group!.weight(`${weight.originalName}:0`)!;
      weight.write(tf.tensor(Float32Array.from(stored.read()), [...stored.shape]));
    }
    const picture = { shape: [2, 32, 32, 1], data: values(2 * 32 * 32) };
    const found = interpret(model, { input_1: picture });
    expectNear(
      found.conv2d_transpose_3!.data,
      net.predict(tf.tensor(picture.data, [2, 32, 32, 1])) as tf.Tensor,
    );
    expect(model.graph.outputs).toMatchObject([
      { name: 'conv2d_transpose_3', shape: ['N', 32, 32, 3], channels: 'raw' },
      { name: 'image', shape: ['N', 3, 32, 32], channels: 'rgb', range: [0, 1] },
    ]);
  });
});
