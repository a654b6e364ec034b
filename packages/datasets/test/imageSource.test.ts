import { loadGenerator, normalLatent } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { tinyImage, tinyModelFile } from '../../../tools/cli/test/tinyModel.ts';
import { generatorSource } from '../src/export/imageSource.ts';
import { testPlan } from './testPlan.ts';

const file = () => new File([tinyModelFile as Uint8Array<ArrayBuffer>], 'tiny.safetensors');
const mix = { label: 'grade', weights: [1, 2, 1] };

/** The first images of a plan, made so many at a time. */
async function make(backend: 'cpu' | 'reference', bits: 8 | 12 | 16, batch: number, count = 9) {
  const { settings, image } = testPlan({ format: 'dicom', bits, width: 4, height: 4, count, mix });
  await using generator = await loadGenerator(file(), { backend, threads: 1 });
  const source = generatorSource(generator, settings);
  const made = [];
  for (let first = 0; first < count; first += batch) {
    const planned = Array.from({ length: Math.min(batch, count - first) }, (_, at) => image(first + at));
    made.push(...(await source.make(planned)));
  }
  return made;
}

test.each([8, 12, 16] as const)('%d bits are rounded once from the values of the network', async (bits) => {
  const images = await make('reference', bits, 4);
  expect(new Set(images.map(({ labels }) => labels.grade)).size).toBe(3);
  for (const { seed, labels, pixels } of images) {
    const grade = [0, 1, 2].map((index) => (index === labels.grade ? 1 : 0));
    const exact = tinyImage([...normalLatent(seed, 0, 4)], grade).map(
      (value) => ((value + 1) / 2) * (2 ** bits - 1),
    );
    for (const [at, value] of exact.entries()) {
      // Half a level of rounding, and what f32 makes of the sum.
      expect(Math.abs(pixels[at]! - value)).toBeLessThan(0.5 + 0.02);
    }
  }
  // Stretched from 8 bits, every value would be a multiple of this.
  const step = (2 ** bits - 1) / 255;
  const onGrid = images.flatMap(({ pixels }) => [...pixels]).filter((value) => (value / step) % 1 === 0);
  if (bits > 8) expect(onGrid.length).toBeLessThan(images.length * 16 * 0.5);
});

test.each(['cpu', 'reference'] as const)('%s: any batch makes the same images', async (backend) => {
  const alone = await make(backend, 16, 1);
  for (const batch of [2, 5, 9]) expect(await make(backend, 16, batch)).toEqual(alone);
});
