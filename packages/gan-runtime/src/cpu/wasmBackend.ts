import { packActivation, unpackActivation } from '@roentgan/kernels';
import {
  type OpenEngine,
  openEngine,
  type Read,
  type RunResult,
  usableThreads,
  type Write,
} from '@roentgan/kernels-wasm';
import type { Backend, Counters, LayerTime, TensorsByName } from '../backend.ts';
import type { ModelSource } from '../modelFile/byteSource.ts';
import type { ModelHeader } from '../modelFile/header.ts';
import type { GraphOutput } from '../modelFile/model.ts';
import { type StreamOptions, streamModel } from '../modelFile/streamModel.ts';
import { type Plan, planModel } from '../plan/plan.ts';
import type { Canvas } from '../session/draw.ts';
import { type MemoryMap, mapMemory } from './memoryMap.ts';
import { paint } from './paint.ts';
import { stagingBytes, WasmWeights } from './wasmWeights.ts';

export { supportedInstructions } from '@roentgan/kernels-wasm';

interface LoadWasmOptions extends Pick<StreamOptions, 'signal' | 'onProgress'> {
  /** One for each core where absent. */
  readonly threads?: number | undefined;
  onHeader?(header: ModelHeader): void;
  onTensor?: StreamOptions['onTensor'];
}

/** What the header of a file settles. */
interface Prepared {
  readonly plan: Plan;
  readonly map: MemoryMap;
  readonly weights: WasmWeights;
}

/** Runs a model's plan in WebAssembly, off the caller's thread; images of a batch one after the other. */
export class WasmBackend implements Backend {
  readonly kind = 'cpu';
  readonly maxBatch = 1;
  readonly adapter: string;
  /** Why it runs on the caller's own thread, where it does. */
  readonly noWorker: string | undefined;
  readonly lost: Promise<string>;
  readonly #engine: OpenEngine;
  readonly #plan: Plan;
  readonly #map: MemoryMap;
  readonly #reads: readonly Read[];
  #runs = 0;

  /**
   * Streams a model into an engine: the engine starts while weights arrive.
   * @throws ModelFileError for the file, RangeError where it does not fit the memory, Error without WebAssembly SIMD
   */
  static async load(source: ModelSource, options: LoadWasmOptions): Promise<WasmBackend> {
    const threads = usableThreads(options.threads);
    let settle!: { readonly with: (prepared: Prepared) => void; readonly failing: (error: unknown) => void };
    const prepared = new Promise<Prepared>((resolve, reject) => {
      settle = { with: resolve, failing: reject };
    });
    prepared.catch(() => {}); // the stream's own error says more
    const opening = openEngine(
      threads,
      prepared.then(({ map }) => map),
    );
    opening.catch(() => {}); // reported where it is awaited
    let packing: Promise<void> = Promise.resolve();
    try {
      await streamModel(source, {
        signal: options.signal,
        ...(options.onProgress ? { onProgress: options.onProgress } : {}),
        onHeader(header) {
          options.onHeader?.(header);
          const plan = planModel(header.graph, header.tensors);
          const map = mapMemory(plan, threads, stagingBytes(plan.parameters, header.tensors));
          settle.with({ plan, map, weights: new WasmWeights(plan.parameters, map) });
        },
        async onTensor(name, tensor) {
          await options.onTensor?.(name, tensor);
          const { weights } = await prepared;
          const engine = await opening;
          await packing; // one tensor is packed while the next one arrives
          packing = weights.add(engine, name, tensor);
          packing.catch(() => {});
        },
      });
      await packing;
      const [{ plan, map }, engine] = await Promise.all([prepared, opening]);
      await engine.call(map.fields);
      return new WasmBackend(engine, plan, map);
    } catch (error) {
      settle.failing(error);
      opening.then((engine) => engine.dispose()).catch(() => {});
      throw error;
    }
  }

  private constructor(engine: OpenEngine, plan: Plan, map: MemoryMap) {
    this.#engine = engine;
    this.#plan = plan;
    this.#map = map;
    this.lost = engine.lost;
    const { instructions, threads, noWorker } = engine;
    this.noWorker = noWorker;
    const width = instructions === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
    const where = noWorker ? "on the page's own thread" : `${threads} thread${threads > 1 ? 's' : ''}`;
    this.adapter = `WebAssembly ${width}, ${where}`;
    this.#reads = plan.outputs.map(({ tensor }) => ({
      at: map.activations.get(tensor)!,
      bytes: plan.places.get(tensor)!.bytes,
    }));
  }

  get counters(): Counters {
    const dispatches = this.#runs > 0 ? this.#plan.steps.length : 0;
    return { dispatches, submits: Math.min(this.#runs, 1), pipelines: 0, bindGroups: 0, gpuBytes: 0 };
  }

  async run(inputs: TensorsByName, _batch: number, signal?: AbortSignal): Promise<TensorsByName> {
    const { outputs } = await this.#execute(inputs, signal);
    return Object.fromEntries(
      this.#plan.outputs.map(({ name, shape }, at) => [
        name,
        unpackActivation(new Float32Array(outputs[at]!), shape),
      ]),
    );
  }

  async render(inputs: TensorsByName, output: GraphOutput, canvas: Canvas): Promise<void> {
    paint((await this.run(inputs, 1))[output.name]!, output, canvas);
  }

  async profile(inputs: TensorsByName): Promise<LayerTime[]> {
    const { milliseconds } = await this.#execute(inputs);
    return this.#plan.steps.map(({ label }, at) => ({
      label,
      kernel: this.#map.program[at]!.kernel,
      milliseconds: milliseconds[at],
    }));
  }

  dispose(): void {
    this.#engine.dispose();
  }

  #execute(inputs: TensorsByName, signal?: AbortSignal): Promise<RunResult> {
    const writes = this.#plan.inputs.map(({ name, tensor }): Write => {
      const bytes = new Uint8Array(packActivation(inputs[name]!).buffer);
      return { at: this.#map.activations.get(tensor)!, bytes };
    });
    this.#runs++;
    return this.#engine.run(writes, this.#reads, signal);
  }
}
