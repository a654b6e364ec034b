import type { Answer, Request } from './engine/messages.ts';

/** A worker, alike in browsers and in Node. */
export interface EngineWorker {
  post(request: Request, transfer?: readonly ArrayBuffer[]): void;
  /** While true the process waits for this worker. Browsers have no such thing. */
  hold(isNeeded: boolean): void;
  terminate(): void;
}

/** What a worker tells; `onFailure` is told at most why it can no longer answer. */
export interface WorkerEvents {
  onAnswer(answer: Answer): void;
  onFailure(reason: string): void;
}

/**
 * Starts a worker from its script's text.
 * @throws Error where a browser's policies forbid it; some tell `onFailure` later instead
 */
export function startWorker(script: string, events: WorkerEvents): EngineWorker {
  return typeof Worker === 'function' ? startInBrowser(script, events) : startInNode(script, events);
}

function startInBrowser(script: string, { onAnswer, onFailure }: WorkerEvents): EngineWorker {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const type = 'Deno' in globalThis ? 'module' : 'classic'; // the only kind that Deno has, and older browsers do not
  const worker = new Worker(url, { name: 'roentgan', type });
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    URL.revokeObjectURL(url);
    onAnswer(data);
  };
  worker.onerror = (event) => {
    URL.revokeObjectURL(url);
    onFailure(event.message || 'the worker could not start');
  };
  return {
    post: (request, transfer = []) => worker.postMessage(request, [...transfer]),
    hold() {},
    terminate: () => worker.terminate(),
  };
}

function startInNode(script: string, { onAnswer, onFailure }: WorkerEvents): EngineWorker {
  const { Worker: NodeWorker } = process.getBuiltinModule('node:worker_threads');
  const worker = new NodeWorker(script, { eval: true, name: 'roentgan' });
  worker.unref();
  worker.on('message', onAnswer);
  worker.on('error', (error) => onFailure(error.message));
  worker.on('exit', (code) => onFailure(`the worker ended with code ${code}`));
  return {
    post: (request, transfer = []) => worker.postMessage(request, [...transfer]),
    hold: (isNeeded) => (isNeeded ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
}
