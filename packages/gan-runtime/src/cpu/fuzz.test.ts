import { expect, test } from 'vitest';
import { mutatedFile } from '../../test/mutatedFile.ts';
import { loadGenerator } from '../generator/loadGenerator.ts';
import type { LoadOptions } from '../generator/options.ts';
import { readModel } from '../modelFile/readModel.ts';

const wanted = 60;

/** The values of one run on ones, or the refusal's text. */
async function outcome(bytes: Uint8Array, options: LoadOptions): Promise<Float32Array[] | string> {
  try {
    const generator = await loadGenerator(bytes, options);
    try {
      const inputs = generator.model.inputs.map(({ name, shape }) => {
        const sizes = shape.map((size) => (size === 'N' ? 1 : size));
        return [name, { shape: sizes, data: new Float32Array(sizes.reduce((a, b) => a * b, 1)).fill(1) }];
      });
      return Object.values(await generator.run(Object.fromEntries(inputs))).map(({ data }) => data);
    } finally {
      generator.dispose();
    }
  } catch (error) {
    return (error as Error).message;
  }
}

test(`${wanted} damaged files that are models still: the CPU backend does what the references do`, async () => {
  let models = 0;
  let images = 0;
  for (let mutation = 0; models < wanted; mutation++) {
    const bytes = mutatedFile(mutation);
    try {
      readModel(bytes);
    } catch {
      continue;
    }
    models++;
    const expected = await outcome(bytes, { backend: 'reference' });
    const actual = await outcome(bytes, { backend: 'cpu', threads: (mutation % 2) + 1 });
    if (typeof expected === 'string' || typeof actual === 'string') {
      expect(actual, `mutation ${mutation}`).toBe(expected);
      continue;
    }
    images++;
    expected.forEach((values, at) => {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      values.forEach((value, index) => {
        const difference = Math.abs(actual[at]![index]! - value);
        const fits = Object.is(actual[at]![index]!, value) || difference <= 1e-4 * largest;
        if (!fits) throw new Error(`mutation ${mutation}: ${actual[at]![index]}, expected ${value}`);
      });
    });
  }
  expect(images).toBeGreaterThan(wanted / 2);
});
