import { loadGenerator } from '../src/generator/loadGenerator.ts';
import type { LoadOptions } from '../src/generator/options.ts';
import { normalLatent } from '../src/latent/latent.ts';
import type { Model } from '../src/modelFile/model.ts';
import { writeModel } from '../src/modelFile/writeModel.ts';

/**
 * Largest difference between WebGPU (fused, packed) and the plain graph on the CPU, on seeded inputs, over the
 * largest value where that is above 1.
 */
export async function compareBackends(
  model: Model,
  batch: number,
  options: LoadOptions,
): Promise<{ readonly difference: number; readonly dispatches: number }> {
  const bytes = writeModel(model);
  const inputs = Object.fromEntries(
    model.graph.inputs.map(({ name, shape }, stream) => {
      const sizes = [batch, ...(shape.slice(1) as number[])];
      const count = sizes.reduce((product, size) => product * size, 1);
      return [name, { shape: sizes, data: normalLatent(5, stream, count) }];
    }),
  );
  const onGpu = await loadGenerator(bytes, { ...options, backend: 'webgpu' });
  const onCpu = await loadGenerator(bytes, { backend: 'cpu' });
  const [actual, expected] = [await onGpu.run(inputs), await onCpu.run(inputs)];
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
  const { dispatches } = onGpu.counters;
  onGpu.dispose();
  return { difference: difference / largest, dispatches };
}
