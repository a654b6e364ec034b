import type { Tensor } from '@roentgan/kernels';
import type { Backend } from '../backend.ts';
import { describeImage } from './describeImage.ts';
import type { GeneratedImage } from './generatedImage.ts';
import { imageInputs } from './imageInputs.ts';
import { imageOutput } from './imageOutput.ts';
import type { DirectionVectors } from './makeInputs.ts';
import type { ModelInfo } from './modelInfo.ts';
import type { GenerateManyOptions, GenerateOptions } from './options.ts';
import { ownOptions } from './ownOptions.ts';
import type { SamplingCall, UseBackend } from './samplingCall.ts';

/** What a generator makes images with. */
export interface Making {
  readonly model: ModelInfo;
  readonly vectors: DirectionVectors;
  /** Where the model has a sampler. */
  readonly sampling: SamplingCall | undefined;
  backend(): Backend;
  readonly use: UseBackend;
}

/** `Generator.generate`, as a list. */
export async function generateImages(
  { model, vectors, sampling, backend, use }: Making,
  options: GenerateOptions | GenerateManyOptions,
): Promise<GeneratedImage[]> {
  const seeds = 'seeds' in options ? options.seeds : [options.seed ?? 0];
  const each = 'seeds' in options ? options.each : undefined;
  if (each && each.length !== seeds.length)
    throw new RangeError(`each has ${each.length} entries for ${seeds.length} seeds`);
  const output = imageOutput(model);
  const steps = sampling?.settings.steps ?? 1;
  const total = seeds.length * steps;
  const images: GeneratedImage[] = [];
  while (images.length < seeds.length) {
    options.signal?.throwIfAborted();
    const first = images.length;
    const describe = (chunk: readonly number[], tensor: Tensor) =>
      chunk.map((seed, index) => {
        const own = ownOptions(options, each?.[first + index]);
        return describeImage(tensor, index, output, model, seed, own, sampling?.settings);
      });
    const own = (count: number) => each?.slice(first, first + count);
    if (sampling) {
      const chunk = seeds.slice(first, first + sampling.batchOn(backend()));
      const tensor = await sampling.sample(chunk, own(chunk.length), use, (step, made) => {
        options.onProgress?.({ done: first * steps + step * chunk.length, total });
        if (!options.onPreview) return;
        for (const image of describe(chunk, made())) options.onPreview(image, { step, steps });
      });
      images.push(...describe(chunk, tensor));
      continue;
    }
    const made = await use(async (running) => {
      const chunk = seeds.slice(first, first + running.maxBatch);
      const inputs = await imageInputs(model.graph, vectors, chunk, options, own(chunk.length));
      const outputs = await running.run(inputs, chunk.length, options.signal);
      return describe(chunk, outputs[output.name]!);
    });
    images.push(...made);
    options.onProgress?.({ done: images.length, total });
  }
  return images;
}
