import { readFileSync } from 'node:fs';
import { loadGenerator } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPyTorch } from '../../pytorch/readPyTorch.ts';
import { meanStyle } from './meanStyle.ts';
import { stylegan2 } from './stylegan2.ts';

const folder = new URL('../../../test/families/', import.meta.url);
const read = (name: string) => readPyTorch(readFileSync(new URL(name, folder)), name);
const { model, notes } = read('stylegan2-rosinality-16.pt');

describe('stylegan2', () => {
  it('takes the averaged generator of a training checkpoint, and says what it is', () => {
    expect(notes).toEqual([
      'state dict "g_ema" of the checkpoint is used',
      'stylegan2: z [10] to [3,16,16], 3 mapping layers, 6 styles, 5 noise inputs',
      'stylegan2: truncation moves towards the mean of sampled styles, because the weights hold no mean',
    ]);
  });

  it('states truncation and mixing through labels, and noise as latents behind z', () => {
    expect(model.graph.truncation).toEqual({ label: 'truncation', default: 1 });
    expect(model.graph.mixing).toEqual({ latent: 'z', second: 'z.mix', from: 'mix.from' });
    const latents = model.graph.inputs.filter(({ kind }) => kind === 'latent').map(({ name }) => name);
    expect(latents).toEqual(['z', 'z.mix', 'noise.0', 'noise.1', 'noise.2', 'noise.3', 'noise.4']);
  });

  it('maps both latents by one set of weights', () => {
    const users = model.graph.nodes.filter(({ weights }) => weights.weight === 'style.1.weight');
    expect(users.map(({ name }) => name)).toEqual(['w.fc0', 'w.mix.fc0']);
  });
});

describe('a StyleGAN2 generator', () => {
  let generator: Awaited<ReturnType<typeof loadGenerator>>;
  beforeAll(async () => {
    generator = await loadGenerator(writeModel(model), { backend: 'cpu', threads: 1 });
  });
  afterAll(() => generator.dispose());
  type Options = NonNullable<Parameters<typeof generator.generate>[0]>;
  const values = async (options: Omit<Options, 'seeds'>) => {
    const image = await generator.generate(options);
    return [...(image as { values: Float32Array }).values];
  };

  it('mixes styles from a layer on', async () => {
    const plain = await values({ seed: 3 });
    expect(await values({ seed: 3, mix: { seed: 3, from: 0 } })).toEqual(plain);
    expect(await values({ seed: 3, mix: { seed: 4, from: 6 } })).toEqual(plain);
    const fine = await values({ seed: 3, mix: { seed: 4, from: 4 } });
    const all = await values({ seed: 3, mix: { seed: 4, from: 0 } });
    expect(fine).not.toEqual(plain);
    expect(all).not.toEqual(fine);
  });

  it('shows one style at truncation 0, whatever is mixed', async () => {
    const mean = await values({ seed: 3, truncation: 0 });
    expect(await values({ seed: 3, truncation: 0, mix: { seed: 4, from: 0 } })).toEqual(mean);
    expect(await values({ seed: 3, truncation: 1 })).not.toEqual(mean);
  });

  it('keeps what options feed out of the labels', () => {
    expect(generator.model.labels).toEqual([]);
  });
});

describe('the mean style', () => {
  const size = 16;
  const identity = Float32Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 4 : 0));
  const layer = { weight: 'w', bias: 'b', outputs: size, inputs: size, weightScale: 0.25, biasScale: 0.01 };
  const parts = { latent: size, mapping: [layer], constant: { tensor: 'c', shape: [1, 4, 4] }, blocks: [] };

  it('is that of the mapping network', () => {
    const mean = meanStyle(parts as unknown as Parameters<typeof meanStyle>[0]);
    const bias = new Float32Array(size);
    const found = Array.from(
      mean.compute({ shape: [size, size], data: identity }, { shape: [size], data: bias }),
    );
    // sqrt(2) * (1 - 0.2) * E[max(x, 0)] of a normal x; the pixel norm makes little difference.
    const expected = (Math.SQRT2 * 0.8) / Math.sqrt(2 * Math.PI);
    for (const value of found) expect(Math.abs(value - expected)).toBeLessThan(0.06);
  });
});

describe('refusals', () => {
  const shapes = (change: Record<string, readonly number[] | undefined>) => {
    const base: Record<string, readonly number[]> = {
      'synthesis.b4.const': [5, 4, 4],
      'synthesis.b4.conv1.weight': [5, 5, 3, 3],
      'synthesis.b4.conv1.bias': [5],
      'synthesis.b4.conv1.noise_strength': [],
      'synthesis.b4.conv1.affine.weight': [5, 7],
      'synthesis.b4.torgb.weight': [3, 5, 1, 1],
      'synthesis.b4.torgb.bias': [3],
      'synthesis.b4.torgb.affine.weight': [5, 7],
      'mapping.fc0.weight': [7, 7],
    };
    const entries = Object.entries({ ...base, ...change }).filter(
      (entry): entry is [string, readonly number[]] => entry[1] !== undefined,
    );
    return stylegan2.describe(new Map(entries), {});
  };

  it('take the tensors that are changed below', () => {
    expect(shapes({})).toHaveProperty('architecture');
  });

  it.each([
    ['has neither "input.input"', { 'synthesis.b4.const': undefined }],
    ['has no mapping network', { 'mapping.fc0.weight': undefined }],
    ['is of a residual architecture, expected toRGB skips', { 'synthesis.b4.skip.weight': [5, 5, 1, 1] }],
    ['"synthesis.b4.torgb.weight" is missing', { 'synthesis.b4.torgb.weight': undefined }],
    [
      '"synthesis.b4.conv1.weight" is [5,5,1,1], expected a kernel of 3',
      { 'synthesis.b4.conv1.weight': [5, 5, 1, 1] },
    ],
    ['takes 6 channels in 5 styles, the layer before gives 5', { 'synthesis.b4.conv1.weight': [5, 6, 3, 3] }],
    ['"synthesis.b4.torgb.bias" is [4], expected 3 values', { 'synthesis.b4.torgb.bias': [4] }],
    ['"synthesis.b4.conv1.bias" is [missing], expected 5 values', { 'synthesis.b4.conv1.bias': undefined }],
  ])('say: %s', (message, change) => {
    expect(shapes(change)).toContain(message);
  });
});
