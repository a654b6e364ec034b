import type { Kernels, ProgramCall } from './kernels.ts';

/** Places of the team's state in the control words at the start of the shared memory. */
const word = { job: 0, ready: 1, nextUnit: 2, arrived: 3, phase: 4, abort: 5, ended: 6 } as const;

/** Bytes at the start of the memory that hold the control words. */
export const controlBytes = 64;

export const mostThreads = 64;

/** A job word is a counter and, in its lowest bits, how many members take part. */
const memberBits = 7;

/** A phase word counts in twos; it is odd where the job stopped. */
const stopped = 1;

/**
 * Looks at a word so often before it sleeps. Within a job a thread waits for at most the rest of a portion, some 1 ms of
 * looking: a thread that sleeps meanwhile may be woken onto the core of the one that wakes it, and 0.4 ms left two
 * threads at 1.4 times one on DCGAN-64. The price is paid where threads outnumber free cores, and layers are tiny.
 */
const spins = { job: 4000, phase: 150_000 } as const;

/**
 * Threads that run a program together on one shared memory. Every thread runs every call: units are handed out by a
 * counter, and all wait for each other before the next call. `startJob` starts a job from outside, for the leader, which is
 * told to take part, and for those that have joined by then. Results do not depend on who computes which unit.
 */
export class Team {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #times: Float64Array;
  readonly #kernels: Kernels;
  readonly #program: readonly ProgramCall[];

  /** @param times address of an f64 for each call of the program: when it ended, in milliseconds of `sharedNow` */
  constructor(memory: WebAssembly.Memory, kernels: Kernels, program: readonly ProgramCall[], times: number) {
    this.#control = new Int32Array(memory.buffer as unknown as SharedArrayBuffer, 0, controlBytes / 4);
    this.#times = new Float64Array(memory.buffer, times, program.length);
    this.#kernels = kernels;
    this.#program = program;
  }

  /** Takes part in the job that was started. One member calls its `onEnd` when the job ends. */
  lead(onEnd: () => void): void {
    this.#work(sizeOf(Atomics.load(this.#control, word.job)), onEnd);
  }

  /** Takes part in every job from now on; for a worker that does nothing else. */
  join(onEnd: () => void): never {
    let job = Atomics.load(this.#control, word.job);
    const rank = Atomics.add(this.#control, word.ready, 1) + 1; // the leader's is 0
    for (;;) {
      job = this.#waitWhile('job', job);
      if (rank < sizeOf(job)) this.#work(sizeOf(job), onEnd);
    }
  }

  #work(size: number, onEnd: () => void): void {
    const last = this.#program.length - 1;
    for (const [index, call] of this.#program.entries()) {
      this.#share(call, size);
      const { isLast, stops } = this.#meet(size, index);
      if (isLast && (stops || index === last)) {
        Atomics.store(this.#control, word.ended, Atomics.load(this.#control, word.job));
        Atomics.notify(this.#control, word.ended);
        onEnd();
      }
      if (stops) return;
    }
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

  /** Waits for all; the last to arrive readies the next call, and says whether the job stops here. */
  #meet(size: number, index: number): { readonly isLast: boolean; readonly stops: boolean } {
    const control = this.#control;
    const before = Atomics.load(control, word.phase);
    if (Atomics.add(control, word.arrived, 1) < size - 1) {
      return { isLast: false, stops: this.#waitWhile('phase', before) % 2 === stopped };
    }
    const stops = Atomics.load(control, word.abort) === 1;
    this.#times[index] = sharedNow();
    Atomics.store(control, word.arrived, 0);
    Atomics.store(control, word.nextUnit, 0);
    Atomics.store(control, word.phase, before - (before % 2) + 2 + (stops ? stopped : 0));
    Atomics.notify(control, word.phase);
    return { isLast: true, stops };
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

/** How many members take part in a job. */
function sizeOf(job: number): number {
  return job & (2 ** memberBits - 1);
}

/** Milliseconds on a clock that all threads share. */
export function sharedNow(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Starts the next job of the team on this memory, whose inputs are there. Whoever asks for an image calls it, and then
 * sends for the leader. Seen on Linux in a virtual machine: threads that a busy member wakes, or that are all woken at
 * once, are put on one core for milliseconds.
 * @returns what settles at the job's end, earlier than any message, where the engine has that
 */
export function startJob(memory: WebAssembly.Memory): Promise<unknown> | undefined {
  const control = new Int32Array(memory.buffer);
  const members = Atomics.load(control, word.ready) + 1;
  const counter = (Atomics.load(control, word.job) >> memberBits) + 1;
  const { waitAsync } = Atomics as { waitAsync?: WaitAsync };
  const ending = waitAsync?.(control, word.ended, Atomics.load(control, word.ended));
  Atomics.store(control, word.abort, 0);
  Atomics.store(control, word.job, (counter << memberBits) | members);
  Atomics.notify(control, word.job);
  return ending?.async ? (ending.value as Promise<unknown>) : undefined;
}

/** ES2024, which not every engine has. */
type WaitAsync = (
  words: Int32Array,
  index: number,
  value: number,
) => { readonly async: boolean; readonly value: unknown };

/** Asks the team on this memory to stop after the call that it is at; from any thread. */
export function abortJob(memory: WebAssembly.Memory): void {
  Atomics.store(new Int32Array(memory.buffer), word.abort, 1);
}
