import { loadGenerator } from '@roentgan/gan-runtime';
import { type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { generatorSource } from '../src/export/imageSource.ts';
import { testPlan } from './testPlan.ts';

const backends = ['cpu', 'reference'] as const;

/** Shows its latent as it is, or what a layer makes of it. */
function model(layer: boolean): Blob {
  const weight = Float32Array.from({ length: 256 * 256 }, (_, at) => (((at * 7919) % 1009) / 1009 - 0.5) / 8);
  const linear = {
    op: 'linear',
    name: 'mix',
    inputs: ['z'],
    weights: { weight: 'w', bias: 'b' },
    attributes: {},
    output: 'mixed',
  };
  const reshape = {
    op: 'reshape',
    name: 'image',
    inputs: [layer ? 'mixed' : 'z'],
    weights: {},
    attributes: { shape: ['N', 1, 16, 16] },
    output: 'image',
  };
  const graph: Model['graph'] = {
    formatVersion: 1,
    name: 'latent',
    inputs: [{ kind: 'latent', name: 'z', shape: ['N', 256], distribution: 'normal' }],
    nodes: layer ? [linear, reshape] : [reshape],
    outputs: [{ name: 'image', shape: ['N', 1, 16, 16], range: [-4, 4], channels: 'grey' }],
    provenance: { synthetic: true },
  };
  const tensors = new Map([
    ['w', tensorFromFloat32(weight, [256, 256])],
    ['b', tensorFromFloat32(new Float32Array(256), [256])],
  ]);
  const file = writeModel({ graph, tensors: layer ? tensors : new Map() });
  return new Blob([file as Uint8Array<ArrayBuffer>]);
}

test('latents are the same bits on every backend, whatever the batch', async () => {
  const seeds = [0, 1, 2, 3, 4, 2 ** 40];
  const latents: Float32Array[][] = [];
  for (const backend of backends) {
    await using generator = await loadGenerator(new File([model(false)], 'latent'), { backend });
    const together = await generator.generate({ seeds });
    const alone = await Promise.all(seeds.map((seed) => generator.generate({ seed })));
    latents.push(
      together.map(({ values }) => values),
      alone.map(({ values }) => values),
    );
  }
  for (const found of latents) expect(found).toEqual(latents[0]);
  expect(new Set(latents[0]!.flatMap((values) => [...values])).size).toBeGreaterThan(1000);
});

test.each([8, 16] as const)(
  'pixels of %s bits agree within a level of 8 bits between backends',
  async (bits) => {
    const plan = testPlan({ format: 'png', bits, mix: undefined as never, count: 12 });
    const made = [];
    for (const backend of backends) {
      await using generator = await loadGenerator(new File([model(true)], 'latent'), { backend });
      const images = Array.from({ length: 12 }, (_, index) => plan.image(index));
      made.push(await generatorSource(generator, plan.settings).make(images));
    }
    const [cpu, reference] = made as [(typeof made)[0], (typeof made)[0]];
    const level = bits === 8 ? 1 : 257;
    let largest = 0;
    for (const [at, { pixels, seed }] of cpu!.entries()) {
      expect(seed).toBe(reference![at]!.seed);
      for (const [place, value] of pixels.entries()) {
        largest = Math.max(largest, Math.abs(value - reference![at]!.pixels[place]!));
      }
    }
    expect(largest).toBeLessThanOrEqual(level);
  },
);
