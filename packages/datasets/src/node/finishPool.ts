import { Worker } from 'node:worker_threads';
import type { FinishedBytes, Finisher, FinishSettings } from '../export/finishImage.ts';
import type { FinishAnswer, FinishTask } from './finishWorker.ts';

/** Images that wait at each worker, so that it never waits for one. */
const AHEAD_OF_WORKER = 3;

interface Waiting {
  resolve(finished: FinishedBytes): void;
  reject(error: Error): void;
}

/**
 * Marks, encodes and signs images in worker threads. A worker that dies (out of memory) fails the images it had: nothing waits for
 * ever.
 */
export function finishPool(settings: FinishSettings, workers: number): Finisher {
  // The file that the build puts beside this one.
  const here = import.meta.url;
  const team = Array.from(
    { length: workers },
    () => new PoolWorker(new URL('finishWorker.js', here), settings),
  );
  let next = 0;
  return {
    ahead: workers * AHEAD_OF_WORKER,
    finish(image) {
      const least = team.reduce((best, worker) => (worker.load < best.load ? worker : best));
      return least.finish({ id: next++, image });
    },
    async close() {
      await Promise.all(team.map((worker) => worker.close()));
    },
  };
}

class PoolWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #death: Error | undefined;

  constructor(file: URL, settings: FinishSettings) {
    this.#worker = new Worker(file, { workerData: settings });
    this.#worker.on('message', (answer: FinishAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', (code) => this.#die(new Error(`a worker that encodes ended with code ${code}`)));
  }

  get load(): number {
    return this.#waiting.size;
  }

  finish(task: FinishTask): Promise<FinishedBytes> {
    return new Promise((resolve, reject) => {
      if (this.#death) return reject(this.#death);
      this.#waiting.set(task.id, { resolve, reject });
      this.#worker.postMessage(task, [task.image.pixels.buffer]);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(answer: FinishAnswer): void {
    const waiting = this.#waiting.get(answer.id)!;
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting.reject(new Error(answer.error));
    else waiting.resolve(answer);
  }

  #die(error: Error): void {
    this.#death ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#death);
    this.#waiting.clear();
  }
}
