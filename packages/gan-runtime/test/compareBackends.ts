import { loadGenerator } from '../src/generator/loadGenerator.ts';
import type { LoadOptions } from '../src/generator/options.ts';
import { normalLatent } from '../src/latent/latent.ts';
import type { Model } from '../src/modelFile/model.ts';
import { writeModel } from '../src/modelFile/writeModel.ts';

/**
 * Largest difference between a backend (fused, packed) and the plain graph on the references, on seeded inputs, over
 * the largest value where that is above 1.
 */
export async function compareBackends(
  model: Model,
  batch: number,
  options: LoadOptions & Required<Pick<LoadOptions, 'backend'>>,
): Promise<{ readonly difference: number; readonly dispatches: number }> {
  const bytes = writeModel(model);
  const inputs = Object.fromEntries(
    model.graph.inputs.map(({ name, shape }, stream) => {
      const sizes = [batch, ...(shape.slice(1) as number[])];
      const count = sizes.reduce((product, size) => product * size, 1);
      return [name, { shape: sizes, data: normalLatent(5, stream, count) }];
    }),
  );
  const tested = await loadGenerator(bytes, options);
  const reference = await loadGenerator(bytes, { backend: 'reference' });
  const [actual, expected] = [await tested.run(inputs), await reference.run(inputs)];
  let difference = 0;
  let largest = 1;
  for (const [name, { shape, data }] of Object.entries(expected)) {
    if (String(actual[name]!.shape) !== String(shape))
      throw new Error(`${name}: is [${actual[name]!.shape}], expected [${shape}]`);
    data.forEach((value, at) => {
      const error = Math.abs(actual[name]!.data[at]! - value);
      largest = Math.max(largest, Math.abs(value));
      difference = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(difference, error);
    });
  }
  const { dispatches } = tested.counters;
  tested.dispose();
  return { difference: difference / largest, dispatches };
}
