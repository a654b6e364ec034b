import type { Kernels, ProgramCall } from './kernels.ts';

/** Places of the team's state in the control words at the start of the shared memory. */
const word = { job: 0, ready: 1, nextUnit: 2, arrived: 3, phase: 4, abort: 5 } as const;

/** Bytes at the start of the memory that hold the control words, and the time at which the last call ended. */
export const controlBytes = 64;
const clockByte = 32;

/** A job word is a counter and, in its lowest bits, how many followers take part. */
const followerBits = 6;
export const mostThreads = 2 ** followerBits;

/** A phase word counts in twos; it is odd where the job stops there. */
const stops = 1;

/**
 * Looks at a word so often before it sleeps. Within a job a thread waits for at most the rest of a portion, some 1 ms of
 * looking; a thread that sleeps meanwhile may be woken onto the core of the one that wakes it.
 */
const spins = { job: 4000, phase: 150_000 } as const;

/**
 * Threads that run a program together on one shared memory. Every thread runs every call: units are handed out by a
 * counter, and all wait for each other before the next call. `startJob` starts a job from outside; one thread leads, which
 * is told to, and returns at its end; followers join with the first job that starts once they are ready. Results do not depend
 * on who computes which unit.
 */
export class Team {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #clock: Float64Array;
  readonly #kernels: Kernels;
  readonly #program: readonly ProgramCall[];

  constructor(memory: WebAssembly.Memory, kernels: Kernels, program: readonly ProgramCall[]) {
    this.#control = new Int32Array(memory.buffer as unknown as SharedArrayBuffer, 0, clockByte / 4);
    this.#clock = new Float64Array(memory.buffer, clockByte, 1);
    this.#kernels = kernels;
    this.#program = program;
  }

  /** Leads the job that was started; tells how long each call took. Returns false where it was aborted. */
  lead(onCall: (milliseconds: number) => void): boolean {
    const followers = Atomics.load(this.#control, word.job) % mostThreads;
    let last = now();
    return this.#work(followers + 1, () => {
      const [end] = this.#clock as unknown as [number];
      onCall(end - last);
      last = end;
    });
  }

  /** Follows the leader for ever; for a worker that does nothing else. */
  follow(): never {
    let job = Atomics.load(this.#control, word.job);
    const rank = Atomics.add(this.#control, word.ready, 1);
    for (;;) {
      job = this.#waitWhile('job', job);
      const followers = job % mostThreads;
      if (rank < followers) this.#work(followers + 1);
    }
  }

  #work(size: number, onCall?: () => void): boolean {
    for (const call of this.#program) {
      this.#share(call, size);
      if (!this.#meet(size)) return false;
      onCall?.();
    }
    return true;
  }

  /** Takes portions of what is left, smaller and smaller, so that all end together and one that is held up takes less. */
  #share(call: ProgramCall, size: number): void {
    const units = this.#kernels.units(call);
    for (;;) {
      const first = Atomics.load(this.#control, word.nextUnit);
      if (first >= units) return;
      const next = first + Math.max(1, Math.floor((units - first) / (2 * size)));
      if (Atomics.compareExchange(this.#control, word.nextUnit, first, next) !== first) continue;
      this.#kernels.compute(call, first, next);
    }
  }

  /** Waits for all; the last to arrive readies the next call. Returns false where the job stops here. */
  #meet(size: number): boolean {
    const control = this.#control;
    const before = Atomics.load(control, word.phase);
    if (Atomics.add(control, word.arrived, 1) < size - 1) {
      return this.#waitWhile('phase', before) % 2 !== stops;
    }
    const isAborted = Atomics.load(control, word.abort) === 1;
    this.#clock[0] = now(); // the leader may look later, when the next call is under way
    Atomics.store(control, word.arrived, 0);
    Atomics.store(control, word.nextUnit, 0);
    Atomics.store(control, word.phase, before - (before % 2) + 2 + (isAborted ? stops : 0));
    Atomics.notify(control, word.phase);
    return !isAborted;
  }

  /** Waits until a word has another value, and returns that. */
  #waitWhile(name: keyof typeof spins, value: number): number {
    for (let spin = 0; ; spin++) {
      const found = Atomics.load(this.#control, word[name]);
      if (found !== value) return found;
      if (spin >= spins[name]) Atomics.wait(this.#control, word[name], value);
    }
  }
}

/** Milliseconds on a clock that all threads share. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Starts the next job of the team on this memory, whose inputs are there. The thread that asks for an image calls it, not
 * the leader: a thread that a busy one wakes may be put behind it on the same core for milliseconds (seen on Linux in a
 * virtual machine), where it is of no use.
 */
export function startJob(memory: WebAssembly.Memory): void {
  const control = new Int32Array(memory.buffer);
  const followers = Atomics.load(control, word.ready);
  const counter = (Atomics.load(control, word.job) >> followerBits) + 1;
  Atomics.store(control, word.abort, 0);
  Atomics.store(control, word.job, (counter << followerBits) | followers);
  Atomics.notify(control, word.job);
}

/** Asks the team on this memory to stop after the call that it is at; from any thread. */
export function abortJob(memory: WebAssembly.Memory): void {
  Atomics.store(new Int32Array(memory.buffer), word.abort, 1);
}
