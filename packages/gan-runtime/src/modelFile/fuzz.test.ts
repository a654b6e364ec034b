import { expect, test } from 'vitest';
import { mutatedFile } from '../../test/mutatedFile.ts';
import { ModelFileError } from '../errors.ts';
import { readModel } from './readModel.ts';

const mutations = 1000;

test(`${mutations} mutations: each is refused with a ModelFileError or reads as a model`, () => {
  const refusals = new Map<string, number>();
  let models = 0;
  for (let mutation = 0; mutation < mutations; mutation++) {
    try {
      const model = readModel(mutatedFile(mutation), 'fuzz.safetensors');
      for (const { shape, bytes } of model.tensors.values()) expect(bytes.length % shape.length).toBe(0);
      models++;
    } catch (error) {
      if (!(error instanceof ModelFileError)) throw new Error(`mutation ${mutation}`, { cause: error });
      expect(error.message, `mutation ${mutation}`).toMatch(/^fuzz\.safetensors: [^\n]{5,1000}$/);
      const kind = error.message.replace(/"[^"]*"|\d+|\[[^\]]*\]/g, '_').slice(18, 60);
      refusals.set(kind, (refusals.get(kind) ?? 0) + 1);
    }
  }
  // The mutations must reach past the first check: many different refusals, and some files that stay valid.
  expect(refusals.size).toBeGreaterThan(80);
  expect(models).toBeGreaterThan(100);
});
