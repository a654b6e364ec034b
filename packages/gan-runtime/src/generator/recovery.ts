import type { Backend } from '../backend.ts';

/** Opens a new backend after a loss; the reason is told to whoever asks why this backend is in use. */
export interface Replacement {
  readonly backend: Backend;
  readonly reason: string;
}

/** How a lost backend is replaced; absent for a device that the caller brought. */
export interface Rebuilder {
  webgpu(): Promise<Replacement>;
  cpu(reason: string): Promise<Replacement>;
}

/** A call that loses the device this often is taken to be why: the model goes to the CPU. */
const lossesOfOneCall = 2;
/** A failed call may be told so shortly before its device is. */
const lossGrace = 250;

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Keeps a backend alive: rebuilds it when its device is lost and tries the call in flight again. */
export class Recovery {
  readonly #rebuilder: Rebuilder | undefined;
  #current: Replacement;
  #lost: string | undefined;
  readonly #losses: number[] = [];
  #disposed = false;

  constructor(first: Replacement, rebuilder: Rebuilder | undefined) {
    this.#rebuilder = rebuilder;
    this.#current = first;
    this.#watch();
  }

  get backend(): Backend {
    return this.#current.backend;
  }

  get reason(): string {
    return this.#current.reason;
  }

  /** Runs a task on the current backend, again on the next one where the device was lost meanwhile. */
  async use<Result>(task: (backend: Backend) => Promise<Result>): Promise<Result> {
    let lossesHere = 0;
    for (;;) {
      if (this.#lost === undefined) {
        try {
          const result = await task(this.backend);
          if (this.#lost === undefined) return result;
        } catch (error) {
          await Promise.race([this.backend.lost, pause(this.backend.kind === 'webgpu' ? lossGrace : 0)]);
          if (this.#lost === undefined) throw error;
        }
        lossesHere++;
      }
      await this.#replace(this.#lost!, lossesHere >= lossesOfOneCall);
    }
  }

  /** Frees the backend, and the next one where it is being made. */
  dispose(): void {
    this.#disposed = true;
    this.backend.dispose();
  }

  #watch(): void {
    const { backend } = this.#current;
    if (this.#disposed) backend.dispose();
    this.#lost = undefined;
    backend.lost.then((reason) => {
      if (backend === this.backend) this.#lost = reason;
    });
  }

  async #replace(reason: string, callIsToBlame: boolean): Promise<void> {
    // Few devices are lost.
    const { replacementFor } = await import('./replacement.ts').catch((cause: unknown) => {
      throw new Error(`${reason}: what replaces the device did not load`, { cause });
    });
    const next = await replacementFor(this.backend, this.#rebuilder, this.#losses, reason, callIsToBlame);
    if (!next) return;
    this.#current = next;
    this.#watch();
  }
}
