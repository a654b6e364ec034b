import type { Tensor } from '@roentgan/kernels';
import type { Backend, BackendKind, Counters, LayerTime, TensorsByName } from '../backend.ts';
import { channelsLast } from '../image/channelsLast.ts';
import type { GraphOutput } from '../modelFile/model.ts';
import type { Canvas } from '../session/draw.ts';
import { GeneratedImage } from './generatedImage.ts';
import { type DirectionVectors, makeInputs } from './makeInputs.ts';
import type { ModelInfo } from './modelInfo.ts';
import type { GenerateManyOptions, GenerateOptions } from './options.ts';
import type { Recovery } from './recovery.ts';
import { checkRunInputs } from './runInputs.ts';

const channelCounts = { grey: 1, rgb: 3, rgba: 4 } as const;

/** A loaded model. Concurrent calls queue. */
export class Generator {
  readonly model: ModelInfo;
  readonly #recovery: Recovery;
  readonly #vectors: DirectionVectors;
  #queue: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(model: ModelInfo, vectors: DirectionVectors, recovery: Recovery) {
    this.model = model;
    this.#vectors = vectors;
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
   * @throws RangeError for unknown labels or edits, values out of range, and models whose output is no image
   */
  generate(options: GenerateManyOptions): Promise<GeneratedImage[]>;
  generate(options?: GenerateOptions): Promise<GeneratedImage>;
  generate(options: GenerateOptions | GenerateManyOptions = {}): Promise<GeneratedImage | GeneratedImage[]> {
    return this.#enqueue(options.signal, async () => {
      const seeds = 'seeds' in options ? options.seeds : [options.seed ?? 0];
      const output = this.#imageOutput();
      const images: GeneratedImage[] = [];
      while (images.length < seeds.length) {
        options.signal?.throwIfAborted();
        const made = await this.#recovery.use(async (backend) => {
          const chunk = seeds.slice(images.length, images.length + backend.maxBatch);
          const inputs = makeInputs(this.model.graph, this.#vectors, chunk, options);
          const outputs = await backend.run(inputs, chunk.length, options.signal);
          return chunk.map((seed, index) => this.#image(outputs[output.name]!, index, output, seed, options));
        });
        images.push(...made);
      }
      return 'seeds' in options ? images : images[0]!;
    });
  }

  /**
   * Draws an image to a canvas, which takes the image's size; on WebGPU the pixels stay on the GPU.
   * @throws TypeError where the canvas has another kind of context already
   */
  render(canvas: Canvas, options: GenerateOptions = {}): Promise<void> {
    return this.#enqueue(options.signal, async () => {
      const output = this.#imageOutput();
      const inputs = makeInputs(this.model.graph, this.#vectors, [options.seed ?? 0], options);
      await this.#recovery.use((backend) => backend.render(inputs, output, canvas));
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
      const checked = checkRunInputs(this.model.graph, inputs);
      return this.#recovery.use((backend) => runInChunks(backend, checked.inputs, checked.batch, signal));
    });
  }

  /** Time of each layer for one image (seed 0, or zeros for models that take images). */
  profile(): Promise<{ layers: LayerTime[] }> {
    return this.#enqueue(undefined, async () => {
      const { graph } = this.model;
      const inputs = graph.inputs.some(({ kind }) => kind === 'image')
        ? zeroInputs(graph.inputs)
        : makeInputs(graph, this.#vectors, [0], {});
      return { layers: await this.#recovery.use((backend) => backend.profile(inputs)) };
    });
  }

  /** Frees what the model holds on the GPU. Calls after it fail; those that wait do too. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#recovery.backend.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.catch(() => {});
    this.dispose();
  }

  #enqueue<Result>(signal: AbortSignal | undefined, task: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(() => {
      if (this.#disposed) throw new TypeError('this generator was disposed, expected one that is in use');
      signal?.throwIfAborted();
      return task();
    });
    this.#queue = result.catch(() => {});
    return result;
  }

  #imageOutput(): GraphOutput {
    const { outputs } = this.model.graph;
    const output = outputs.find(({ channels, shape }) => channels !== 'raw' && shape.length === 4);
    if (!output) {
      throw new RangeError('no output of this model is an image, use run() for its raw values');
    }
    return output;
  }

  #image(
    tensor: Tensor,
    index: number,
    output: GraphOutput,
    seed: number,
    options: GenerateOptions,
  ): GeneratedImage {
    const [, , height, width] = tensor.shape as [number, number, number, number];
    const channels = channelCounts[output.channels as keyof typeof channelCounts];
    const { name, provenance, graph } = this.model;
    const { labels, edits, truncation } = options;
    const defaults = graph.inputs.flatMap((input) =>
      input.kind === 'label' ? [[input.name, input.default]] : [],
    );
    return new GeneratedImage({ width, height, channels }, channelsLast(tensor, index), output.range, {
      creatorTool: 'Roentgan',
      seed,
      labels: { ...Object.fromEntries(defaults), ...labels },
      ...(edits ? { edits } : {}),
      ...(truncation === undefined ? {} : { truncation }),
      ...(name ? { modelName: name } : {}),
      ...(provenance.attribution ? { attribution: provenance.attribution } : {}),
      ...(provenance.licence ? { licence: provenance.licence } : {}),
    });
  }
}

function zeroInputs(inputs: ModelInfo['inputs']): TensorsByName {
  return Object.fromEntries(
    inputs.map(({ name, shape }) => {
      const sizes = shape.map((size) => (size === 'N' ? 1 : size));
      return [name, { shape: sizes, data: new Float32Array(sizes.reduce((a, b) => a * b, 1)) }];
    }),
  );
}

/** Splits a batch that is larger than one run may be and joins the outputs. */
async function runInChunks(
  backend: Backend,
  inputs: TensorsByName,
  batch: number,
  signal: AbortSignal | undefined,
): Promise<Record<string, Tensor>> {
  const parts: TensorsByName[] = [];
  for (let start = 0; start < batch; start += backend.maxBatch) {
    signal?.throwIfAborted();
    const count = Math.min(backend.maxBatch, batch - start);
    parts.push(await backend.run(takeImages(inputs, start, count), count, signal));
  }
  return Object.fromEntries(
    Object.keys(parts[0]!).map((name) => [name, joinImages(parts.map((part) => part[name]!))]),
  );
}

function takeImages(inputs: TensorsByName, start: number, count: number): TensorsByName {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => {
      const size = data.length / shape[0]!;
      return [
        name,
        { shape: [count, ...shape.slice(1)], data: data.subarray(start * size, (start + count) * size) },
      ];
    }),
  );
}

function joinImages(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor, ...Tensor[]];
  if (parts.length === 1) return first;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape: [parts.reduce((sum, { shape }) => sum + shape[0]!, 0), ...first.shape.slice(1)], data };
}
