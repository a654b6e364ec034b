import type { Tensor } from '@roentgan/kernels';
import type { BackendKind, Counters, LayerTime, TensorsByName } from '../backend.ts';
import { rethrow } from '../laterText.ts';
import { refuseSampling } from '../sampler/refuseSampling.ts';
import type { Canvas } from '../session/draw.ts';
import type { GeneratedImage } from './generatedImage.ts';
import { imageOutput } from './imageOutput.ts';
import type { DirectionVectors } from './makeInputs.ts';
import type { ModelInfo } from './modelInfo.ts';
import type { GenerateManyOptions, GenerateOptions, ImageOptions, RenderOptions } from './options.ts';
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
      const { generateImages } = await this.#loadExtras();
      const images = await generateImages(
        {
          model: this.model,
          vectors: this.#vectors,
          sampling: await this.#samplingCall(options),
          backend: () => this.#recovery.backend,
          use: this.#use,
        },
        options,
      );
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
      const call = await this.#samplingCall(options);
      if (call) return call.render(this.#use, output, canvas, options);
      const inputs = await this.#inputs(options);
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
      const extras = this.#loadExtras(); // the backend's next question
      const { checkRunInputs, runInChunks } = await import('./runInputs.ts'); // pages that draw images have no use for it
      await extras;
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
    const { graph } = this.model;
    const seed = options.seed ?? 0;
    return (
      this.#extras?.makeInputs(graph, this.#vectors, [seed], options) ?? plainInputs(graph, seed, options)
    );
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
    return result.catch(rethrow);
  }

  /** A sampler runs its network many times in one call, so each run is told of a generator that was disposed meanwhile. */
  readonly #use: UseBackend = (task) => {
    this.#refuseDisposed();
    return this.#recovery.use(task);
  };

  #refuseDisposed(): void {
    if (this.#disposed) throw new TypeError('this generator was disposed, expected one that is in use');
  }

  /** What the network takes for an image. */
  async #inputs(options: RenderOptions): Promise<TensorsByName> {
    if (!this.#extras && !options.towards) return this.inputsOf(options);
    const { imageInputs } = await this.#loadExtras();
    return imageInputs(this.model.graph, this.#vectors, [options.seed ?? 0], options);
  }

  /** There already where the model has labels, edits or the like; others load it with the first call that needs more than a seed. */
  async #loadExtras(): Promise<Extras> {
    return this.#extras ?? import('../extras.ts');
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
