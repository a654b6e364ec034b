import type { Tensor } from '@roentgan/kernels';
import { packActivation, unpackActivation } from '@roentgan/kernels/core';
import type { OpenEngine, Read, RunResult, Write } from '@roentgan/kernels-wasm';
import type { Backend, Counters, LayerTime, TensorsByName } from '../backend.ts';
import type { GraphOutput } from '../modelFile/model.ts';
import type { Plan } from '../plan/plan.ts';
import type { Canvas } from '../session/draw.ts';
import type { MemoryMap } from './memoryMap.ts';
import { paint } from './paint.ts';

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

  /** @param engine with the weights in their places */
  constructor(engine: OpenEngine, plan: Plan, map: MemoryMap) {
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

  async draw(image: Tensor, output: GraphOutput, canvas: Canvas): Promise<void> {
    paint(image, output, canvas);
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
