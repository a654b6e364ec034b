import type { Measurement } from './measuredEdits.ts';
import type { MeasureAnswer, MeasuredImage, MeasureRequest } from './measureWorker.ts';

/** Measures pictures in a worker, which starts with the first. */
export interface Measurer {
  measure(image: MeasuredImage): Promise<Measurement>;
  /** Ends the worker; what it was asked is never answered. */
  close(): void;
}

interface Asked {
  resolve(measurement: Measurement): void;
  reject(error: Error): void;
}

/** @param classifier - address of the model that says the grade */
export function createMeasurer(classifier: URL): Measurer {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, Asked>();

  function start(): Worker {
    const started = new Worker(new URL('./measureWorker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<MeasureAnswer>) => {
      const answer = waiting.get(data.id);
      waiting.delete(data.id);
      if ('error' in data) answer?.reject(new Error(data.error));
      else answer?.resolve(data.measurement);
    });
    started.addEventListener('error', ({ message }) => {
      for (const { reject } of waiting.values())
        reject(new Error(`the measurer could not run: ${message || 'its worker did not start'}`));
      waiting.clear();
      worker = undefined; // the next question starts another
    });
    return started;
  }
  return {
    measure({ width, height, channels, range, values }) {
      worker ??= start();
      last += 1;
      const image = { width, height, channels, range, values };
      const request: MeasureRequest = { id: last, image, classifier: classifier.href };
      worker.postMessage(request); // copied: the unedited image is needed again
      return new Promise((resolve, reject) => waiting.set(request.id, { resolve, reject }));
    },
    close() {
      worker?.terminate();
      worker = undefined;
      waiting.clear();
    },
  };
}
