import { loadGenerator } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { dcganModel } from '../../gan-runtime/test/dcganModel.ts';
import { testGpu } from '../../kernels/test/device.ts';
import { generatorSource } from '../src/export/imageSource.ts';
import { testPlan } from './testPlan.ts';

test('a GPU makes the same images in any batch, each with its own grade', async () => {
  const bytes = writeModel(dcganModel({ channels: [15, 8, 1], classes: 5 }));
  const { settings, image } = testPlan({ format: 'png', bits: 16, width: 8, height: 8, count: 11 });
  await using generator = await loadGenerator(bytes, { backend: 'webgpu', gpu: testGpu() });
  const source = generatorSource(generator, settings);
  const planned = Array.from({ length: 11 }, (_, index) => image(index));
  expect(new Set(planned.map(({ labels }) => labels.grade)).size).toBe(5);
  const made: unknown[][] = [];
  for (const batch of [11, 1, 4]) {
    const images: unknown[] = [];
    for (let first = 0; first < 11; first += batch) {
      images.push(...(await source.make(planned.slice(first, first + batch))));
    }
    made.push(images);
  }
  expect(made[1]).toEqual(made[0]);
  expect(made[2]).toEqual(made[0]);
});
