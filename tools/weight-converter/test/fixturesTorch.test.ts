import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadGenerator, normalLatent } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { convert } from '../src/convert.ts';
import { fixture, skipWithout } from './fixtures.ts';
import { compareGolden } from './golden.ts';
import { goldenOf } from './goldenOf.ts';

const python = '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;
if (!hasTorch) console.log(`skipped, because ${python} has no PyTorch: real checkpoints against it`);

/** Real checkpoints that others made, against PyTorch on models written from their shapes (fixtures-torch.py). */
describe.skipIf(!hasTorch)('real checkpoints give what PyTorch gives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'roentgan-fixtures-'));
  beforeAll(() => {
    const script = fileURLToPath(new URL('fixtures-torch.py', import.meta.url));
    const made = spawnSync(python, [script, fileURLToPath(fixture('')), folder], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cases = [
    ['csinva-vae', 'csinva_vae.pth', undefined, 'mlp'],
    ['csinva-vae-encoder', 'csinva_vae.pth', 'vae-encoder', undefined],
    ['aamir-dcgan', 'aamir_dcgan_G.pt', undefined, 'dcgan'],
    ['burn-mnist-pt', 'burn_mnist.pt', undefined, 'cnn-classifier'],
    ['burn-mnist-safetensors', 'burn_mnist.safetensors', undefined, 'cnn-classifier'],
  ] as const;
  for (const [name, file, arch, family] of cases) {
    skipWithout(file)(name, async () => {
      const { model, detected } = await convert(readFileSync(fixture(file)), file, { arch, directions: 0 });
      expect(detected).toBe(family);
      const golden = goldenOf(readFileSync(join(folder, `${name}.npz`)));
      for (const backend of ['reference', 'cpu'] as const)
        expect(await compareGolden(writeModel(model), golden, { backend }), backend).toBeLessThan(1e-5);
    });
  }
});

/** Encoder and decoder of one file belong together: what the decoder drew comes back from latent space. */
skipWithout('csinva_vae.pth')('an image goes into latent space and back', async () => {
  const bytes = readFileSync(fixture('csinva_vae.pth'));
  const load = async (arch?: string) =>
    loadGenerator(writeModel((await convert(bytes, 'csinva_vae.pth', { arch, directions: 0 })).model), {
      backend: 'reference',
    });
  const [encoder, decoder] = [await load('vae-encoder'), await load()];
  const { image } = await decoder.run({ z: { shape: [8, 20], data: normalLatent(3, 0, 160) } });
  const { mu } = await encoder.run({ image: image! });
  const { image: again } = await decoder.run({ z: mu! });
  const { image: other } = await decoder.run({ z: { shape: [8, 20], data: normalLatent(4, 0, 160) } });
  const distance = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
  expect(distance(image!.data, again!.data)).toBeLessThan(0.3 * distance(image!.data, other!.data));
});
