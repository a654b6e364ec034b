import type { EngineSetup, Read, RunResult, Write } from './engine/engine.ts';
import type { ProgramCall } from './engine/kernels.ts';
import type { Answer, Request } from './engine/messages.ts';
import { abortJob, sharedNow, startJob } from './engine/team.ts';
import type { Instructions } from './loadModule.ts';
import type { OpenEngine } from './openEngine.ts';
import { type EngineWorker, startWorker } from './startWorker.ts';

/** No worker can be started here, as where a page's content security policy forbids `blob:` workers. */
export class WorkerUnavailableError extends Error {}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** An engine in one worker, or, on shared memory, in a team of them. */
export class WorkerEngine implements OpenEngine {
  readonly threads: number;
  readonly instructions: Instructions;
  readonly lost: Promise<string>;
  readonly #workers: EngineWorker[] = [];
  #setup!: EngineSetup;
  #waiting: Waiting[] = [];
  #failure: string | undefined;
  #disposed = false;
  #tellLost!: (reason: string) => void;

  /**
   * Starts the workers, which wait for their set-up.
   * @throws WorkerUnavailableError
   */
  static async start(threads: number, instructions: Instructions): Promise<WorkerEngine> {
    const { script } = await import('../generated/worker.ts');
    const engine = new WorkerEngine(threads, instructions);
    try {
      for (let rank = 0; rank < threads; rank++) engine.#startWorker(script);
      return engine;
    } catch (error) {
      engine.dispose();
      throw new WorkerUnavailableError((error as Error).message);
    }
  }

  private constructor(threads: number, instructions: Instructions) {
    this.threads = threads;
    this.instructions = instructions;
    this.lost = new Promise((resolve) => {
      this.#tellLost = resolve;
    });
  }

  /**
   * Settles when the first worker has its memory; the others join the team when they are ready.
   * @throws WorkerUnavailableError, or RangeError where the memory cannot be had
   */
  async setUp(setup: EngineSetup): Promise<void> {
    this.#setup = setup;
    try {
      const starting = this.#ask({ kind: 'start', setup });
      this.#workers.slice(1).forEach((worker, at) => {
        const scratch = setup.scratch + (at + 1) * setup.scratchBytes;
        worker.post({ kind: 'join', setup: { ...setup, scratch } });
      });
      await starting;
    } catch (error) {
      this.dispose();
      throw this.#failure === undefined ? error : new WorkerUnavailableError(this.#failure);
    }
  }

  async call(writes: readonly Write[], call?: ProgramCall): Promise<void> {
    await this.#ask({ kind: 'call', writes, ...(call ? { call } : {}) }, buffersOf(writes));
  }

  async run(writes: readonly Write[], reads: readonly Read[], signal?: AbortSignal): Promise<RunResult> {
    signal?.throwIfAborted();
    const { memory } = this.#setup;
    const abort = () => (memory ? abortJob(memory) : this.#workers[0]!.post({ kind: 'abort' }));
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const result = memory
        ? await this.#runTogether(memory, writes, reads)
        : (await this.#ask({ kind: 'run', writes, reads }, buffersOf(writes))).result!;
      signal?.throwIfAborted(); // an aborted run has no result
      return result;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async #runTogether(
    memory: WebAssembly.Memory,
    writes: readonly Write[],
    reads: readonly Read[],
  ): Promise<RunResult> {
    const { program, times } = this.#setup;
    const bytes = new Uint8Array(memory.buffer);
    for (const write of writes) bytes.set(write.bytes, write.at);
    let last = sharedNow();
    if (program.length > 0) await this.#job(memory); // a model may only rename its inputs
    const milliseconds = Array.from(new Float64Array(memory.buffer, times, program.length), (end) => {
      const took = end - last;
      last = end;
      return took;
    });
    return { outputs: reads.map((read) => bytes.slice(read.at, read.at + read.bytes).buffer), milliseconds };
  }

  async #job(memory: WebAssembly.Memory): Promise<void> {
    const ending = startJob(memory);
    const answer = this.#ask({ kind: 'lead' });
    answer.catch(() => {}); // reported where it comes first
    await Promise.race(ending ? [ending, answer] : [answer]);
  }

  dispose(): void {
    this.#disposed = true;
    for (const worker of this.#workers) worker.terminate();
    this.#rejectAll('the engine was disposed');
  }

  #startWorker(script: string): void {
    const worker = startWorker(script, {
      onAnswer: (answer) => {
        if (this.#disposed || this.#failure !== undefined) return; // what was still on its way
        const { resolve, reject } = this.#waiting.shift()!;
        if (this.#waiting.length === 0) this.#workers[0]!.hold(false);
        if (answer.error === undefined) resolve(answer);
        else reject(new RangeError(answer.error));
      },
      onFailure: (reason) => {
        if (this.#disposed || this.#failure !== undefined) return;
        this.#failure = reason;
        for (const each of this.#workers) each.terminate();
        this.#rejectAll(reason);
        this.#tellLost(reason);
      },
    });
    this.#workers.push(worker);
  }

  #ask(request: Request, transfer: readonly ArrayBuffer[] = []): Promise<Answer> {
    if (this.#failure !== undefined || this.#disposed) {
      return Promise.reject(new Error(this.#failure ?? 'the engine was disposed'));
    }
    const [first] = this.#workers as [EngineWorker];
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      first.hold(true);
      first.post(request, transfer);
    });
  }

  #rejectAll(reason: string): void {
    for (const { reject } of this.#waiting) reject(new Error(reason));
    this.#waiting = [];
  }
}

function buffersOf(writes: readonly Write[]): ArrayBuffer[] {
  return [...new Set(writes.map(({ bytes }) => bytes.buffer))];
}
