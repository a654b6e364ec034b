import { type OpenEngine, openEngine, supportedInstructions, usableThreads } from '@roentgan/kernels-wasm';
import type { WeightTensor } from '../modelFile/model.ts';
import type { ModelHeader } from '../modelFile/modelHeader.ts';
import { type Plan, planModel } from '../plan/plan.ts';
import { type MemoryMap, mapMemory } from './memoryMap.ts';
import { WasmBackend } from './wasmBackend.ts';
import { stagingBytes, WasmWeights } from './wasmWeights.ts';

/** What the header of a file settles. */
interface Prepared {
  readonly plan: Plan;
  readonly map: MemoryMap;
  readonly weights: WasmWeights;
}

/**
 * Starts an engine for a model that is still to arrive. Returns nothing where this machine has no WebAssembly SIMD.
 * @param threads one for each core where absent
 * @throws RangeError for a number of threads that cannot be
 */
export function startWasm(threads: number | undefined): WasmLoader | undefined {
  return supportedInstructions() && new WasmLoader(usableThreads(threads));
}

/** Takes a model file as it streams; the engine starts meanwhile. */
export class WasmLoader {
  readonly #threads: number;
  readonly #prepared: Promise<Prepared>;
  readonly #engine: Promise<OpenEngine>;
  #settle!: { readonly prepared: (prepared: Prepared) => void; readonly failed: (error: unknown) => void };
  #packing: Promise<void> = Promise.resolve();

  constructor(threads: number) {
    this.#threads = threads;
    this.#prepared = new Promise((resolve, reject) => {
      this.#settle = { prepared: resolve, failed: reject };
    });
    this.#prepared.catch(() => {}); // the stream's own error says more
    this.#engine = openEngine(
      threads,
      this.#prepared.then(({ map }) => map),
    );
    this.#engine.catch(() => {}); // reported where it is awaited
  }

  /** @throws ModelFileError where the graph does not fit its weights */
  takeHeader({ graph, tensors }: ModelHeader): void {
    const plan = planModel(graph, tensors);
    const map = mapMemory(plan, this.#threads, stagingBytes(plan.parameters, tensors));
    this.#settle.prepared({ plan, map, weights: new WasmWeights(plan.parameters, map) });
  }

  /** Settles when the tensor before is packed, so that one is packed while the next one arrives. */
  async takeTensor(name: string, tensor: WeightTensor): Promise<void> {
    const { weights } = await this.#prepared;
    const engine = await this.#engine;
    await this.#packing;
    this.#packing = weights.add(engine, name, tensor);
    this.#packing.catch(() => {}); // reported by the next tensor, or at the end
  }

  /** @throws RangeError where the model does not fit the memory */
  async finish(): Promise<WasmBackend> {
    await this.#packing;
    const [{ plan, map, weights }, engine] = await Promise.all([this.#prepared, this.#engine]);
    await weights.finish(engine);
    await engine.call(map.fields);
    return new WasmBackend(engine, plan, map);
  }

  /** Frees everything; for a load that failed. */
  abandon(error: unknown): void {
    this.#settle.failed(error);
    this.#engine.then((engine) => engine.dispose()).catch(() => {});
  }
}
