import type { Tensor } from '@roentgan/kernels';
import type { TensorsByName } from '../backend.ts';
import type { Graph } from '../modelFile/model.ts';
import type { Sampler } from '../modelFile/sampler.ts';
import { guidedNetwork } from './guidedNetwork.ts';
import { sampleDiffusion } from './sampleDiffusion.ts';
import { sampleFlow } from './sampleFlow.ts';
import type { SamplerSettings } from './samplerSettings.ts';
import type { SamplingRun } from './samplingRun.ts';

/** The images of one batch and what they are made from. */
export interface SampledBatch {
  readonly graph: Graph & { readonly sampler: Sampler };
  /** Of the noise schedule; absent for a flow. */
  readonly alphasCumprod: Float64Array | undefined;
  readonly settings: SamplerSettings;
  readonly seeds: readonly number[];
  /** All inputs of the graph for these seeds; the noisy image is the noise to start from. */
  readonly inputs: TensorsByName;
  /** Normal values for image `index`, which a step adds to it. */
  stepNoise(index: number, stream: number, step: number, count: number): Float32Array;
  /** Runs the network once. */
  run(inputs: TensorsByName, batch: number): Promise<TensorsByName>;
  /** After each step, counted from 1, with the images without noise as they look by now. */
  afterStep(step: number, images: () => Tensor): void | Promise<void>;
}

/**
 * Samples one image for each seed. Between calls of the network all arithmetic is in doubles, with + - * / and sqrt only, and an
 * image's noise depends on its own seed alone, so neither the batch nor the machine changes it.
 */
export async function sampleImages(batch: SampledBatch): Promise<Tensor> {
  const { graph, alphasCumprod, settings, seeds, inputs } = batch;
  const { sampler } = graph;
  const { shape, data } = inputs[sampler.image]!;
  const size = data.length / seeds.length;
  const stream = graph.inputs
    .filter(({ kind }) => kind === 'latent')
    .findIndex(({ name }) => name === sampler.image);
  const tensor = (values: Float64Array): Tensor => ({ shape, data: Float32Array.from(values) });
  const run: SamplingRun = {
    noise: Float64Array.from(data),
    clip: sampler.clip,
    predict: guidedNetwork(graph, inputs, settings.guidance, batch.run),
    stepNoise(step) {
      const noise = new Float64Array(data.length);
      for (const index of seeds.keys()) noise.set(batch.stepNoise(index, stream, step, size), index * size);
      return noise;
    },
    afterStep: (step, images) => batch.afterStep(step, () => tensor(images)),
  };
  const { schedule } = sampler;
  const { kind, steps } = settings;
  if (schedule.kind === 'flow') return tensor(await sampleFlow(kind, schedule.towards, steps, run));
  return tensor(await sampleDiffusion({ ...sampler, kind }, alphasCumprod!, steps, run));
}
