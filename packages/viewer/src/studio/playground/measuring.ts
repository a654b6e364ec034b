import type { RunEvent, RunRequest } from './messages.ts';

/** Runs kernels in a worker, so that the page answers whatever a shader does. */
export class Measuring {
  #worker: Worker | undefined;
  #end: (() => void) | undefined;
  readonly #onEvent: (event: RunEvent) => void;

  constructor(onEvent: (event: RunEvent) => void) {
    this.#onEvent = onEvent;
  }

  get isRunning(): boolean {
    return this.#end !== undefined;
  }

  /** Ends when everything was told, or was stopped. One run at a time. */
  run(request: RunRequest): Promise<void> {
    this.#worker ??= this.#start();
    this.#worker.postMessage(request);
    return new Promise((resolve) => {
      this.#end = () => {
        this.#end = undefined;
        resolve();
      };
    });
  }

  /** Ends a run at once; the next one gets a device of its own. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#end?.();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./kernelWorker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<RunEvent>) => {
      if (data.kind === 'done') this.#end?.();
      else {
        this.#onEvent(data);
        if (data.kind === 'failed' && data.isBroken) this.stop();
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#onEvent({
        kind: 'failed',
        text: event.message || 'the worker could not be loaded',
        isBroken: true,
      });
      this.stop();
    };
    return worker;
  }
}
