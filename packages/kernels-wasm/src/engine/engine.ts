import { Kernels, type ProgramCall } from './kernels.ts';
import { nextTask } from './nextTask.ts';

/** What an engine is made of; goes to workers as it is. */
export interface EngineSetup {
  readonly module: WebAssembly.Module;
  /** Shared by all threads; absent where there is one, which makes its own. */
  readonly memory?: WebAssembly.Memory;
  /** Of 64 KiB. */
  readonly pages: number;
  /** Where the threads' scratch begins, and how much each has. */
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly program: readonly ProgramCall[];
  /** Address of an f64 for each call of the program, where threads leave its time. */
  readonly times: number;
}

/** Bytes to be written at an address. */
export interface Write {
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A range of memory to be returned. */
export interface Read {
  readonly at: number;
  readonly bytes: number;
}

export interface RunResult {
  readonly outputs: readonly ArrayBuffer[];
  /** Of each call of the program. */
  readonly milliseconds: readonly number[];
}

/** A thread that works alone looks for messages, or lets its page draw, once it ran for so many milliseconds. */
const longestTurn = 8;

/** Runs calls and a program on one linear memory, on this thread alone. Runs must not overlap. */
export class Engine {
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #program: readonly ProgramCall[];
  #aborted = false;

  constructor({ module, memory, pages, scratch, program }: EngineSetup) {
    this.#memory = memory ?? new WebAssembly.Memory({ initial: pages });
    this.#kernels = new Kernels(module, this.#memory, scratch);
    this.#program = program;
  }

  write(writes: readonly Write[]): void {
    const memory = new Uint8Array(this.#memory.buffer);
    for (const { at, bytes } of writes) memory.set(bytes, at);
  }

  /** Runs one call that is not part of the program. */
  call(call: ProgramCall): void {
    this.#kernels.run(call);
  }

  /** Runs the program. Returns nothing where it was aborted. */
  async run(writes: readonly Write[], reads: readonly Read[]): Promise<RunResult | undefined> {
    this.write(writes);
    this.#aborted = false;
    const milliseconds: number[] = [];
    const onCall = (time: number) => void milliseconds.push(time);
    const isDone = await this.#runProgram(onCall);
    if (!isDone) return undefined;
    const memory = this.#memory.buffer;
    const outputs = reads.map(({ at, bytes }) => new Uint8Array(memory, at, bytes).slice().buffer);
    return { outputs, milliseconds };
  }

  /** Ends a run at its next pause. */
  abort(): void {
    this.#aborted = true;
  }

  async #runProgram(onCall: (milliseconds: number) => void): Promise<boolean> {
    let turn = performance.now();
    let last = turn;
    for (const call of this.#program) {
      this.#kernels.run(call);
      const now = performance.now();
      onCall(now - last);
      last = now;
      if (now - turn < longestTurn) continue;
      await nextTask();
      if (this.#aborted) return false;
      turn = performance.now();
      last = turn;
    }
    return true;
  }
}
