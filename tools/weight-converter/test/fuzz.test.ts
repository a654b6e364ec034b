import { readdirSync, readFileSync } from 'node:fs';
import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { convert } from '../src/convert.ts';
import { mutate } from './mutate.ts';
import { mutateJson } from './mutateJson.ts';
import { conditional, dcgan, unet } from './tfjsGraphModels.ts';

const folder = new URL('models/', import.meta.url);
const sources = readdirSync(folder).filter((file) => /\.(onnx|pt|pth)$/.test(file));
const MUTATIONS = 1000;

describe('damaged files', () => {
  it(`${MUTATIONS} mutations of ONNX and PyTorch files convert or are refused with one ModelFileError`, async () => {
    let refused = 0;
    for (let seed = 0; seed < MUTATIONS; seed++) {
      const name = sources[seed % sources.length]!;
      const bytes = mutate(readFileSync(new URL(name, folder)), seed);
      const error = await convert(bytes, name).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      refused++;
      const where = `seed ${seed}, ${name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
      expect(error instanceof ModelFileError && !error.message.includes('\n'), where).toBe(true);
    }
    expect(refused).toBeGreaterThan(MUTATIONS / 4);
  });

  it(`${MUTATIONS} mutations of TF.js graph models convert or are refused with one ModelFileError`, async () => {
    const models = [dcgan({ quantise: 'uint8', shards: 2 }), dcgan({}, true), unet(), conditional('float')];
    let refused = 0;
    for (let seed = 0; seed < MUTATIONS; seed++) {
      const { bytes, json, files } = models[seed % models.length]!;
      const change = Math.floor(seed / models.length) % 4;
      const text = change === 0 ? mutate(bytes, seed) : change === 1 ? bytes : encode(mutateJson(json, seed));
      const open = (path: string) => {
        const file = files.get(path);
        if (!file) throw new Error(`there is no ${path}`);
        return change === 1 ? mutate(file, seed) : file;
      };
      const shapes = { picture: [1, 16, 16, 3] };
      const error = await convert(text, 'model.json', { openSideFile: open, shapes }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      refused++;
      const where = `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
      expect(error instanceof ModelFileError && !error.message.includes('\n'), where).toBe(true);
    }
    expect(refused).toBeGreaterThan(MUTATIONS / 4);
  });

  const families = new URL('families/', import.meta.url);
  const keras = readdirSync(families).filter((file) => /\.(h5|keras)$/.test(file));

  it(`${MUTATIONS} mutations of Keras files convert or are refused with one ModelFileError`, async () => {
    const whole = keras.map((name) => new Uint8Array(readFileSync(new URL(name, families))));
    await expectRefusals((seed) => {
      const at = seed % keras.length;
      const [name, bytes] = [keras[at]!, whole[at]!];
      const isConfig = name.endsWith('.keras') && Math.floor(seed / keras.length) % 2 === 1;
      return convert(isConfig ? withOtherConfig(bytes, seed) : mutate(bytes, seed), name);
    });
  });

  it(`${MUTATIONS} mutations of TF.js layers models convert or are refused with one ModelFileError`, async () => {
    const models = readdirSync(families)
      .filter((name) => name.startsWith('tfjs-layers-') && !name.includes('.'))
      .map((name) => new URL(`${name}/`, families));
    await expectRefusals((seed) => {
      const source = models[seed % models.length]!;
      const bytes = new Uint8Array(readFileSync(new URL('model.json', source)));
      const change = Math.floor(seed / models.length) % 4;
      const text =
        change === 1 ? bytes : change === 0 ? mutate(bytes, seed) : encode(mutateJson(decode(bytes), seed));
      const openSideFile = (path: string) => {
        const file = new Uint8Array(readFileSync(new URL(path, source)));
        return change === 1 ? mutate(file, seed) : file;
      };
      return convert(text, 'model.json', { openSideFile });
    });
  });
});

async function expectRefusals(convertMutation: (seed: number) => Promise<unknown>): Promise<void> {
  let refused = 0;
  for (let seed = 0; seed < MUTATIONS; seed++) {
    const error = await convertMutation(seed).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) continue;
    refused++;
    const where = `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
    expect(error instanceof ModelFileError && !error.message.includes('\n'), where).toBe(true);
  }
  expect(refused).toBeGreaterThan(MUTATIONS / 4);
}

/** A .keras file whose configuration was changed. */
function withOtherConfig(bytes: Uint8Array, seed: number): Uint8Array {
  const files = unzipSync(bytes);
  const config = encode(mutateJson(decode(files['config.json']!), seed));
  return zipSync({ ...files, 'config.json': config }, { level: 0 });
}

function decode(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function encode(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}
