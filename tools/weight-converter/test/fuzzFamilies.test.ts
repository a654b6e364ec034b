import { readFileSync } from 'node:fs';
import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { families } from '../src/architectures/families.ts';
import { readCheckpoint } from '../src/pytorch/checkpoint.ts';
import { findStateDicts } from '../src/pytorch/stateDict.ts';
import { familyFiles } from './families.ts';

const ROUNDS = 60;

/** The same sequence in every run. */
function makeRandom(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
}

/** Tensors gone, sizes changed, axes gone: what a wrong guess of a family meets. */
function mutated(shapes: ReadonlyMap<string, readonly number[]>, random: (limit: number) => number) {
  const entries = [...shapes];
  for (let change = random(3); change >= 0; change--) {
    const at = random(entries.length);
    const [name, shape] = entries[at]!;
    const kind = random(3);
    if (kind === 0) entries.splice(at, 1);
    else if (kind === 1) entries[at] = [name, shape.map((size) => (random(2) === 0 ? size : 1 + random(9)))];
    else entries[at] = [name, shape.slice(1)];
  }
  return new Map(entries);
}

const checkpoints = familyFiles().filter(({ source }) => /families\/[^/]*\.pt$/.test(source.pathname));

describe('no family trips over tensors that are nearly its own', () => {
  it.each(checkpoints)('$name', ({ name, source, options }) => {
    const [whole] = findStateDicts(readCheckpoint(readFileSync(source), name), name).sort(
      (a, b) => b.tensors.size - a.tensors.size,
    );
    const shapes = new Map([...whole!.tensors].map(([key, { shape }]) => [key, shape]));
    const random = makeRandom(11);
    for (let round = 0; round < ROUNDS; round++) {
      const table = mutated(shapes, random);
      for (const family of families) {
        try {
          family.describe(table, options.shapes);
        } catch (error) {
          // Sizes that the caller gave may be refused; anything else is a mistake of the family.
          expect(error, `${family.name}: ${(error as Error).stack}`).toBeInstanceOf(ModelFileError);
        }
      }
    }
  });
});
