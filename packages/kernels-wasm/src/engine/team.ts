import type { Kernels, ProgramCall } from './kernels.ts';

/** Places of the team's state in the control words at the start of the shared memory. */
const word = { job: 0, ready: 1, nextUnit: 2, arrived: 3, phase: 4, abort: 5, stopped: 6 } as const;

/** Bytes at the start of the memory that hold the control words. */
export const controlBytes = 64;

/** A job word is a counter and, in its lowest bits, how many followers take part. */
const followerBits = 6;
export const mostThreads = 2 ** followerBits;

/** Looks at a word this often before it sleeps: waking a thread takes longer than most waits. */
const spins = 4000;

/** Each thread takes a call in about this many portions, so that one that is held up takes fewer. */
const portions = 4;

/**
 * Threads that run a program together on one shared memory. Every thread runs every call: units are handed out by a
 * counter, and all wait for each other before the next call. One thread leads; followers join with the first job that
 * starts once they are ready. Results do not depend on who computes which unit.
 */
export class Team {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #kernels: Kernels;
  readonly #program: readonly ProgramCall[];

  constructor(memory: WebAssembly.Memory, kernels: Kernels, program: readonly ProgramCall[]) {
    this.#control = new Int32Array(memory.buffer as unknown as SharedArrayBuffer, 0, controlBytes / 4);
    this.#kernels = kernels;
    this.#program = program;
  }

  /** Leads one run of the program. Returns false where it was aborted. */
  lead(onCall?: (index: number) => void): boolean {
    const control = this.#control;
    const followers = Atomics.load(control, word.ready);
    const counter = (Atomics.load(control, word.job) >> followerBits) + 1;
    Atomics.store(control, word.stopped, 0);
    Atomics.store(control, word.job, (counter << followerBits) | followers);
    Atomics.notify(control, word.job);
    return this.#work(followers + 1, onCall);
  }

  /** Follows the leader for ever; for a worker that does nothing else. */
  follow(): never {
    let job = Atomics.load(this.#control, word.job);
    const rank = Atomics.add(this.#control, word.ready, 1);
    for (;;) {
      job = this.#waitWhile(word.job, job);
      const followers = job % mostThreads;
      if (rank < followers) this.#work(followers + 1);
    }
  }

  #work(size: number, onCall?: (index: number) => void): boolean {
    for (const [index, call] of this.#program.entries()) {
      this.#share(call, size);
      if (!this.#meet(size)) return false;
      onCall?.(index);
    }
    return true;
  }

  #share(call: ProgramCall, size: number): void {
    const units = this.#kernels.units(call);
    const portion = Math.max(1, Math.floor(units / (size * portions)));
    for (;;) {
      const first = Atomics.add(this.#control, word.nextUnit, portion);
      if (first >= units) return;
      this.#kernels.compute(call, first, Math.min(first + portion, units));
    }
  }

  /** Waits for all; the last to arrive readies the next call. Returns false where the job stops here. */
  #meet(size: number): boolean {
    const control = this.#control;
    const phase = Atomics.load(control, word.phase);
    if (Atomics.add(control, word.arrived, 1) === size - 1) {
      Atomics.store(control, word.arrived, 0);
      Atomics.store(control, word.nextUnit, 0);
      Atomics.store(control, word.stopped, Atomics.load(control, word.abort));
      Atomics.add(control, word.phase, 1);
      Atomics.notify(control, word.phase);
    } else {
      this.#waitWhile(word.phase, phase);
    }
    return Atomics.load(control, word.stopped) === 0;
  }

  /** Waits until a word has another value, and returns that. */
  #waitWhile(index: number, value: number): number {
    for (let spin = 0; spin < spins; spin++) {
      const found = Atomics.load(this.#control, index);
      if (found !== value) return found;
    }
    for (;;) {
      const found = Atomics.load(this.#control, index);
      if (found !== value) return found;
      Atomics.wait(this.#control, index, value);
    }
  }
}

/** Asks the team on this memory to stop after the call that it is at, or takes that back; from any thread. */
export function setAbort(memory: WebAssembly.Memory, abort: boolean): void {
  Atomics.store(new Int32Array(memory.buffer), word.abort, abort ? 1 : 0);
}
