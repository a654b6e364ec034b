import { loadGenerator, type Model } from '@roentgan/gan-runtime';
import { parseHeader, writeModel } from '@roentgan/gan-runtime/model-file';
import { writeOnnx } from '@roentgan/weight-converter';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { layerWork } from '../layerWork.ts';
import { largestDifference, standardDeviation } from '../page/agreement.ts';
import { drawInputs } from '../page/inputs.ts';
import { cycleganResnet } from './cycleganResnet.ts';
import { dcgan } from './dcgan.ts';
import { pix2pixUnet } from './pix2pixUnet.ts';
import { seededModel } from './seededModel.ts';
import { stylegan2 } from './stylegan2.ts';
import { wganGpResnet } from './wganGpResnet.ts';

const small: readonly (readonly [string, Model])[] = [
  ['dcgan', dcgan('small', [24, 16, 12, 8])],
  ['wganGpResnet', wganGpResnet('small', [24, 16, 12])],
  ['pix2pixUnet', pix2pixUnet('small', 5, 8)],
  ['cycleganResnet', cycleganResnet('small', 4, 2)],
  ['stylegan2', stylegan2('small', 16, [16, 12, 8, 8])],
];

test.each(small)('%s, narrow: ONNX Runtime Web agrees, and pictures have contrast', async (_, model) => {
  const { graph } = model;
  const session = await InferenceSession.create(writeOnnx(model), { executionProviders: ['wasm'] });
  const generator = await loadGenerator(writeModel(model), { backend: 'cpu', threads: 1 });
  const inputs = drawInputs(graph.inputs, 3, 2);
  const feeds = Object.entries(inputs).map(([name, { shape, data }]) => [
    name,
    new Tensor('float32', data, shape),
  ]);
  const [found] = Object.values(await session.run(Object.fromEntries(feeds)));
  const [expected] = Object.values(await generator.run(inputs));
  expect(found!.dims).toEqual(expected!.shape);
  expect(largestDifference(found!.data as Float32Array, expected!.data)).toBeLessThan(1e-3);
  const deviation = standardDeviation(expected!.data);
  expect(deviation).toBeGreaterThan(0.1);
  expect(deviation).toBeLessThan(3);
  generator.dispose();
  await session.release();
});

// pytorch-CycleGAN-and-pix2pix prints 54.414 M and 11.378 M parameters. StyleGAN2's also hold what its demodulation sums up.
// Multiply-accumulates are those of the plan, without those on padding.
test.each([
  ['dcgan256', 12.818, 0.64, [1, 3, 256, 256]],
  ['wgan-gp-resnet128', 32.151, 8.62, [1, 3, 128, 128]],
  ['pix2pix-unet256', 54.414, 5.7, [1, 3, 256, 256]],
  ['cyclegan-resnet256', 11.378, 49.51, [1, 3, 256, 256]],
  ['stylegan2-256', 32.686, 44.84, [1, 3, 256, 256]],
] as const)('%s has %f M parameters and %f GMAC', (name, millions, gmacs, output) => {
  const model = seededModel(name);
  const file = writeModel(model);
  const layers = layerWork(parseHeader(file, file.length, name));
  expect(layers.at(-1)!.output).toEqual(output);
  const learnt = [...model.tensors].filter(([name]) => !/running_?(mean|var)/i.test(name));
  const count = learnt.reduce(
    (sum, [, { shape }]) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  expect(count / 1e6).toBeCloseTo(millions, 3);
  expect(layers.reduce((sum, { macs }) => sum + macs, 0) / 1e9).toBeCloseTo(gmacs, 1);
});
