import { Engine, type EngineSetup, type Read, type RunResult, type Write } from './engine/engine.ts';
import type { ProgramCall } from './engine/kernels.ts';
import { mostThreads } from './engine/team.ts';
import { type Instructions, loadModule, supportedInstructions } from './loadModule.ts';
import { WorkerEngine, WorkerUnavailableError } from './workerEngine.ts';

const pageBytes = 65536;
const mostPages = 65536;

/** What an engine runs, known once a model's header is. */
export interface EngineLayout extends Pick<EngineSetup, 'program' | 'scratch' | 'scratchBytes' | 'times'> {
  /** Size of the memory; scratch of all threads lies in it. */
  readonly bytes: number;
}

/** An engine as its user sees it. Requests are taken in order; runs must not overlap. */
export interface OpenEngine {
  readonly threads: number;
  readonly instructions: Instructions;
  /** Why no worker could be had, so that runs block the caller's thread for some milliseconds at a time. */
  readonly noWorker?: string;
  /** Settles with the reason when the engine can no longer run; never for one that was disposed. */
  readonly lost: Promise<string>;
  /** Writes memory, then runs one call that is not part of the program. Takes the bytes' buffers over. */
  call(writes: readonly Write[], call?: ProgramCall): Promise<void>;
  /** Writes memory, runs the program, reads memory. Rejects with `signal.reason` when aborted. */
  run(writes: readonly Write[], reads: readonly Read[], signal?: AbortSignal): Promise<RunResult>;
  dispose(): void;
}

/**
 * How many threads an engine gets: `wanted`, or one for each core up to eight; one where memory cannot be shared,
 * which a page may do only when it is cross-origin isolated.
 * @throws RangeError for anything but an integer from 1 to 64
 */
export function usableThreads(wanted?: number): number {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= mostThreads)) {
    throw new RangeError(`threads is ${wanted}, expected an integer from 1 to ${mostThreads}`);
  }
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
  if (typeof SharedArrayBuffer === 'undefined' || !isolated) return 1;
  return wanted ?? Math.min(coreCount(), 8);
}

function coreCount(): number {
  const { navigator } = globalThis as { navigator?: { readonly hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? process.getBuiltinModule('node:os').availableParallelism();
}

/**
 * Opens an engine. Its module compiles and its workers start while the layout is still awaited.
 * @param threads as `usableThreads` gave
 * @throws RangeError where the memory cannot be had, Error where this machine has no WebAssembly SIMD
 */
export async function openEngine(threads: number, layout: Promise<EngineLayout>): Promise<OpenEngine> {
  const instructions = supportedInstructions();
  if (!instructions) throw new Error('this browser has no WebAssembly SIMD, expected one from 2023 or later');
  const isShared = threads > 1;
  const compiling = loadModule(instructions, isShared);
  compiling.catch(() => {}); // reported where it is awaited
  const starting = WorkerEngine.start(threads, instructions);
  starting.catch(() => {});
  try {
    const { bytes, program, scratch, scratchBytes, times } = await layout;
    const rest = { program, scratch, scratchBytes, times }; // nothing else: it goes to the workers
    const pages = pagesOf(bytes);
    const memory = isShared && new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const setup: EngineSetup = { module: await compiling, pages, ...rest, ...(memory ? { memory } : {}) };
    try {
      const engine = await starting;
      await engine.setUp(setup);
      return engine;
    } catch (error) {
      if (!(error instanceof WorkerUnavailableError)) throw error;
      const module = isShared ? await loadModule(instructions, false) : setup.module;
      return openHere({ module, pages, ...rest }, instructions, error.message);
    }
  } catch (error) {
    starting.then((engine) => engine.dispose()).catch(() => {});
    throw error;
  }
}

function pagesOf(bytes: number): number {
  const pages = Math.ceil(bytes / pageBytes);
  if (pages <= mostPages) return pages;
  throw new RangeError(`model needs ${bytes} bytes of memory, WebAssembly has ${mostPages * pageBytes}`);
}

/** An engine on the caller's own thread. */
function openHere(setup: EngineSetup, instructions: Instructions, noWorker: string): OpenEngine {
  const engine = new Engine(setup);
  return {
    threads: 1,
    instructions,
    noWorker,
    lost: new Promise(() => {}),
    async call(writes, call) {
      engine.write(writes);
      if (call) engine.call(call);
    },
    async run(writes, reads, signal) {
      const abort = () => engine.abort();
      signal?.throwIfAborted();
      signal?.addEventListener('abort', abort, { once: true });
      const result = await engine.run(writes, reads);
      signal?.removeEventListener('abort', abort);
      signal?.throwIfAborted();
      return result!; // only an abort leaves it out
    },
    dispose() {},
  };
}
