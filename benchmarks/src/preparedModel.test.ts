import { loadGenerator } from '@roentgan/gan-runtime';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { defaultModels } from './modelNames.ts';
import { largestDifference } from './page/agreement.ts';
import { drawInputs } from './page/inputs.ts';
import { builtInModel, type PreparedModel } from './preparedModel.ts';

/** The inputs of several seeds as one batch. */
function drawBatch({ page }: PreparedModel, batch: number) {
  const images = Array.from({ length: batch }, (_, image) => drawInputs(page.inputs, 1 + image));
  return Object.entries(images[0]!).map(([name, { shape }]) => ({
    name,
    shape: [batch, ...shape.slice(1)],
    data: Float32Array.from(images.flatMap((image) => [...image[name]!.data])),
  }));
}

test.each(defaultModels)('%s in ONNX Runtime Web gives what our CPU backend gives', async (name) => {
  const model = builtInModel(name);
  const fileOf = (ending: string) => model.files.get(`${model.page.url}.${ending}`) as Uint8Array;
  const session = await InferenceSession.create(fileOf('onnx'), { executionProviders: ['wasm'] });
  const generator = await loadGenerator(fileOf('safetensors'), { backend: 'cpu' });
  for (const batch of [1, 3]) {
    const inputs = drawBatch(model, batch);
    const feeds = inputs.map(({ name, shape, data }) => [name, new Tensor('float32', data, shape)]);
    const [found] = Object.values(await session.run(Object.fromEntries(feeds)));
    const given = inputs.map(({ name, shape, data }) => [name, { shape, data }]);
    const [expected] = Object.values(await generator.run(Object.fromEntries(given)));
    expect(found!.dims).toEqual(expected!.shape);
    expect(largestDifference(found!.data as Float32Array, expected!.data)).toBeLessThan(1e-4);
  }
  generator.dispose();
  await session.release();
});
