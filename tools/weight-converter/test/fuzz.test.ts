import { readdirSync, readFileSync } from 'node:fs';
import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { convert } from '../src/convert.ts';
import { mutate } from './mutate.ts';

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
});
