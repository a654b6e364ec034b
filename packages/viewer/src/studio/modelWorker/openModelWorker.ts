import type { AnswerMessage, CallMessage, ModelCalls } from './messages.ts';

/** A worker that holds at most one model. */
export interface ModelWorker {
  /** @throws Error with the worker's one line; `signal.reason` when aborted, at once: what cannot be ended there is not waited for */
  call<Name extends keyof ModelCalls>(
    name: Name,
    values: Parameters<ModelCalls[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<ModelCalls[Name]>>;
  /** Ends the worker, whatever it does; calls that wait fail. */
  close(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** Starts a worker with the converter, the runtime and everything they need: none of it is loaded before. */
export function openModelWorker(): ModelWorker {
  const worker = new Worker(new URL('./modelWorker.ts', import.meta.url), {
    type: 'module',
    name: 'roentgan-models',
  });
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let failure: Error | undefined;

  function fail(error: Error): void {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
    worker.terminate();
  }
  worker.addEventListener('message', ({ data }: MessageEvent<AnswerMessage>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) call?.reject(new Error(data.error));
    else call?.resolve(data.result);
  });
  worker.addEventListener('error', ({ message }) =>
    fail(
      new Error(`the part of the studio that reads models failed${message ? `: ${message}` : ' to load'}`),
    ),
  );

  return {
    call(name, values, signal) {
      const id = next++;
      return new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        if (signal?.aborted) return reject(signal.reason);
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return;
          worker.postMessage({ id, stop: true });
          reject(signal.reason);
        });
        worker.postMessage({ id, name, values } satisfies CallMessage);
      });
    },
    close: () => fail(new DOMException('the worker was closed', 'AbortError')),
  };
}
