import type { Tensor } from '@roentgan/kernels';
import type { Backend } from '../backend.ts';
import type { Graph } from '../modelFile/model.ts';
import type { Sampler } from '../modelFile/sampler.ts';
import { alphasCumprodOf } from '../sampler/alphasCumprod.ts';
import { sampleImages } from '../sampler/sampleImages.ts';
import { type SamplerSettings, samplerSettings } from '../sampler/samplerSettings.ts';
import { type DirectionVectors, makeInputs } from './makeInputs.ts';
import type { ImageOptions, OwnOptions } from './options.ts';
import { runInChunks } from './runInChunks.ts';

/** Runs a task on the backend of the moment, again where that is lost. */
export type UseBackend = <Result>(task: (backend: Backend) => Promise<Result>) => Promise<Result>;

/** One call that samples images. What is between two runs of the network lies here, so a lost device costs one step. */
export class SamplingCall {
  readonly settings: SamplerSettings;
  readonly #graph: Graph & { readonly sampler: Sampler };
  readonly #vectors: DirectionVectors;
  readonly #options: ImageOptions & { readonly signal?: AbortSignal };
  readonly #alphasCumprod: Float64Array | undefined;

  /** @throws RangeError for settings that the model does not have */
  constructor(
    graph: Graph,
    sampler: Sampler,
    vectors: DirectionVectors,
    options: ImageOptions & { readonly signal?: AbortSignal },
  ) {
    this.#graph = { ...graph, sampler };
    this.#vectors = vectors;
    this.#options = options;
    const { schedule } = sampler;
    const table = schedule.kind === 'table' ? vectors.get(schedule.alphasCumprod) : undefined;
    this.#alphasCumprod = alphasCumprodOf(schedule, table);
    this.settings = samplerSettings(sampler, this.#alphasCumprod?.length, options);
  }

  /** How many images one run of the network holds: half as many where guidance doubles them. */
  batchOn({ maxBatch }: Backend): number {
    const isGuided = this.#graph.sampler.guidance !== undefined && this.settings.guidance !== 1;
    return Math.max(1, Math.floor(maxBatch / (isGuided ? 2 : 1)));
  }

  /** One image for each seed, [N, C, H, W]; stops between steps where the signal says so. */
  sample(
    seeds: readonly number[],
    each: readonly OwnOptions[] | undefined,
    use: UseBackend,
    afterStep: (step: number, images: () => Tensor) => void | Promise<void>,
  ): Promise<Tensor> {
    const { signal } = this.#options;
    return sampleImages({
      graph: this.#graph,
      alphasCumprod: this.#alphasCumprod,
      settings: this.settings,
      seeds,
      inputs: makeInputs(this.#graph, this.#vectors, seeds, this.#options, each),
      run(inputs, batch) {
        signal?.throwIfAborted();
        return use((backend) => runInChunks(backend, inputs, batch, signal));
      },
      afterStep,
    });
  }
}
