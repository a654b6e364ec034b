import type { Tensor } from '@roentgan/kernels';
import type { Backend } from '../backend.ts';
import { stepNoise } from '../latent/stepNoise.ts';
import type { Graph, GraphOutput } from '../modelFile/model.ts';
import type { Sampler } from '../modelFile/sampler.ts';
import { alphasCumprodOf } from '../sampler/alphasCumprod.ts';
import { sampleImages } from '../sampler/sampleImages.ts';
import { type SamplerSettings, samplerSettings } from '../sampler/samplerSettings.ts';
import type { Canvas } from '../session/draw.ts';
import { imageInputs } from './imageInputs.ts';
import type { DirectionVectors } from './makeInputs.ts';
import type { ImageOptions, OwnOptions, RenderOptions } from './options.ts';
import { ownOptions } from './ownOptions.ts';
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

  /** Draws one image, or each step of it. */
  async render(use: UseBackend, output: GraphOutput, canvas: Canvas, options: RenderOptions): Promise<void> {
    const { steps } = this.settings;
    const draw = (image: Tensor) => use((backend) => backend.draw(image, output, canvas));
    const image = await this.sample([options.seed ?? 0], undefined, use, async (step, made) => {
      options.onProgress?.({ done: step, total: steps });
      if (options.drawSteps && step < steps) await draw(made());
    });
    return draw(image);
  }

  /** One image for each seed, [N, C, H, W]; stops between steps where the signal says so. */
  async sample(
    seeds: readonly number[],
    each: readonly OwnOptions[] | undefined,
    use: UseBackend,
    afterStep: (step: number, images: () => Tensor) => void | Promise<void>,
  ): Promise<Tensor> {
    const { signal } = this.#options;
    const inputs = await imageInputs(this.#graph, this.#vectors, seeds, this.#options, each);
    return sampleImages({
      graph: this.#graph,
      alphasCumprod: this.#alphasCumprod,
      settings: this.settings,
      seeds,
      inputs,
      stepNoise: await this.#stepNoise(seeds, each),
      run(inputs, batch) {
        signal?.throwIfAborted();
        return use((backend) => runInChunks(backend, inputs, batch, signal));
      },
      afterStep,
    });
  }

  /** Noise that a step adds to image `index`; on the way to another seed it is between the noise of both. */
  async #stepNoise(
    seeds: readonly number[],
    each: readonly OwnOptions[] | undefined,
  ): Promise<(index: number, stream: number, step: number, count: number) => Float32Array> {
    const ways = seeds.map((_, index) => ownOptions(this.#options, each?.[index]).towards);
    if (!ways.some((towards) => towards))
      return (index, stream, step, count) => stepNoise(seeds[index]!, stream, step, count);
    const { interpolateLatent } = await import('../latent/interpolateLatent.ts');
    return (index, stream, step, count) => {
      const own = stepNoise(seeds[index]!, stream, step, count);
      const towards = ways[index];
      if (!towards) return own;
      const other = stepNoise(towards.seed, stream, step, count);
      return interpolateLatent(own, other, towards.share, towards.how ?? 'slerp');
    };
  }
}
