import type { Tensor } from '@roentgan/kernels';
import type { BackendKind, Counters, LayerTime, TensorsByName } from '../backend.ts';
import { refuseSampling } from '../sampler/refuseSampling.ts';
import type { Canvas } from '../session/draw.ts';
import { describeImage, imageOutput } from './describeImage.ts';
import type { GeneratedImage } from './generatedImage.ts';
import type { DirectionVectors } from './makeInputs.ts';
import type { ModelInfo } from './modelInfo.ts';
import {
  type GenerateManyOptions,
  type GenerateOptions,
  type ImageOptions,
  type OwnOptions,
  ownOptions,
  type RenderOptions,
} from './options.ts';
import { plainInputs } from './plainInputs.ts';
import type { Recovery } from './recovery.ts';
import type { SamplingCall, UseBackend } from './samplingCall.ts';

/** The code for models of which a call may state more than a seed. */
export type Extras = typeof import('../extras.ts');

/** A loaded model. Concurrent calls queue. */
export class Generator {
  readonly model: ModelInfo;
  readonly #recovery: Recovery;
  readonly #vectors: DirectionVectors;
  readonly #extras: Extras | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(model: ModelInfo, vectors: DirectionVectors, extras: Extras | undefined, recovery: Recovery) {
    this.model = model;
    this.#vectors = vectors;
    this.#extras = extras;
    this.#recovery = recovery;
  }

  /** What runs the model now; it can change from `webgpu` to `cpu` after repeated device losses. */
  get backend(): BackendKind {
    return this.#recovery.backend.kind;
  }

  /** The GPU, as far as the browser names it, or the CPU's instructions and threads. */
  get adapter(): string {
    return this.#recovery.backend.adapter;
  }

  /** Why this backend is in use. */
  get backendReason(): string {
    return this.#recovery.reason;
  }

  get counters(): Counters {
    return this.#recovery.backend.counters;
  }

  /**
   * Makes images from seeds. The same seed gives the same latent on every machine and backend; pixels agree
   * within the backends' tolerance.
   * @throws RangeError for unknown labels or edits, values out of range, `each` of another length than `seeds`, and models whose
   *   output is no image
   */
  generate(options: GenerateManyOptions): Promise<GeneratedImage[]>;
  generate(options?: GenerateOptions): Promise<GeneratedImage>;
  generate(options: GenerateOptions | GenerateManyOptions = {}): Promise<GeneratedImage | GeneratedImage[]> {
    return this.#enqueue(options.signal, async () => {
      const seeds = 'seeds' in options ? options.seeds : [options.seed ?? 0];
      const each = 'seeds' in options ? options.each : undefined;
      if (each && each.length !== seeds.length)
        throw new RangeError(`each has ${each.length} entries for ${seeds.length} seeds`);
      const output = imageOutput(this.model);
      const call = await this.#samplingCall(options);
      const steps = call?.settings.steps ?? 1;
      const total = seeds.length * steps;
      const images: GeneratedImage[] = [];
      while (images.length < seeds.length) {
        options.signal?.throwIfAborted();
        const first = images.length;
        const describe = (chunk: readonly number[], tensor: Tensor) =>
          chunk.map((seed, index) =>
            describeImage(
              tensor,
              index,
              output,
              this.model,
              seed,
              ownOptions(options, each?.[first + index]),
              call?.settings,
            ),
          );
        const own = (count: number) => each?.slice(first, first + count);
        if (call) {
          const chunk = seeds.slice(first, first + call.batchOn(this.#recovery.backend));
          const tensor = await call.sample(chunk, own(chunk.length), this.#use, (step, made) => {
            options.onProgress?.({ done: first * steps + step * chunk.length, total });
            if (!options.onPreview) return;
            for (const image of describe(chunk, made())) options.onPreview(image, { step, steps });
          });
          images.push(...describe(chunk, tensor));
          continue;
        }
        const made = await this.#use(async (backend) => {
          const chunk = seeds.slice(first, first + backend.maxBatch);
          const inputs = await this.#inputs(chunk, options, own(chunk.length));
          const outputs = await backend.run(inputs, chunk.length, options.signal);
          return describe(chunk, outputs[output.name]!);
        });
        images.push(...made);
        options.onProgress?.({ done: images.length, total });
      }
      return 'seeds' in options ? images : images[0]!;
    });
  }

  /**
   * Draws an image to a canvas, which takes the image's size; on WebGPU the pixels of a model without a sampler stay on the GPU.
   * @throws TypeError where the canvas has another kind of context already
   */
  render(canvas: Canvas, options: RenderOptions = {}): Promise<void> {
    return this.#enqueue(options.signal, async () => {
      const output = imageOutput(this.model);
      const seeds = [options.seed ?? 0];
      const call = await this.#samplingCall(options);
      if (call) {
        const { steps } = call.settings;
        const draw = (image: Tensor) => this.#use((backend) => backend.draw(image, output, canvas));
        const image = await call.sample(seeds, undefined, this.#use, async (step, made) => {
          options.onProgress?.({ done: step, total: steps });
          if (options.drawSteps && step < steps) await draw(made());
        });
        return draw(image);
      }
      const inputs = await this.#inputs(seeds, options);
      await this.#use((backend) => backend.render(inputs, output, canvas));
    });
  }

  /**
   * Raw tensors in and out, under the source's names and layout; all inputs with the same batch.
   * @throws RangeError for a missing input, an unknown one, or a shape that does not fit
   */
  run(
    inputs: TensorsByName,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Record<string, Tensor>> {
    return this.#enqueue(signal, async () => {
      const { checkRunInputs, runInChunks } = await import('./runInputs.ts'); // pages that draw images have no use for it
      const checked = checkRunInputs(this.model.graph, inputs);
      return this.#use((backend) => runInChunks(backend, checked.inputs, checked.batch, signal));
    });
  }

  /**
   * The tensors that a seed and its settings become: what `run` takes, for one image. Of a model with a sampler, those of one
   * run of its network on unscaled noise, its time being that label's default.
   * @throws RangeError as `generate` does, and for models that take images
   */
  inputsOf(options: ImageOptions & { readonly seed?: number } = {}): TensorsByName {
    const seeds = [options.seed ?? 0];
    return this.#extras
      ? this.#extras.makeInputs(this.model.graph, this.#vectors, seeds, options)
      : plainInputs(this.model.graph, seeds, options);
  }

  /** Time of each layer for one image (seed 0, or zeros for models that take images). */
  profile(): Promise<{ layers: LayerTime[] }> {
    return this.#enqueue(undefined, async () => {
      const inputs = this.#extras?.zeroInputs(this.model.graph) ?? this.inputsOf();
      return { layers: await this.#use((backend) => backend.profile(inputs)) };
    });
  }

  /** Frees what the model holds on the GPU. Calls after it fail; those that wait do too. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#recovery.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.catch(() => {});
    this.dispose();
  }

  #enqueue<Result>(signal: AbortSignal | undefined, task: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(() => {
      this.#refuseDisposed();
      signal?.throwIfAborted();
      return task();
    });
    this.#queue = result.catch(() => {});
    return result;
  }

  /** A sampler runs its network many times in one call, so each run is told of a generator that was disposed meanwhile. */
  readonly #use: UseBackend = (task) => {
    this.#refuseDisposed();
    return this.#recovery.use(task);
  };

  #refuseDisposed(): void {
    if (this.#disposed) throw new TypeError('this generator was disposed, expected one that is in use');
  }

  /** What the network takes for a batch of seeds. What is on the way to another one is code that the first such call loads. */
  async #inputs(
    seeds: readonly number[],
    options: ImageOptions,
    each?: readonly OwnOptions[],
  ): Promise<TensorsByName> {
    const { graph } = this.model;
    const isPlain = !this.#extras && ![options, ...(each ?? [])].some(({ towards }) => towards);
    if (isPlain) return plainInputs(graph, seeds, options, each);
    const { imageInputs } = await import('../extras.ts');
    return imageInputs(graph, this.#vectors, seeds, options, each);
  }

  /** Samplers are code of their own, which only models that have one load. */
  async #samplingCall(
    options: ImageOptions & { readonly signal?: AbortSignal },
  ): Promise<SamplingCall | undefined> {
    const { graph, sampler } = this.model;
    if (!sampler) {
      refuseSampling(options);
      return undefined;
    }
    const { SamplingCall } = await import('../sampling.ts');
    return new SamplingCall(graph, sampler, this.#vectors, options);
  }
}
