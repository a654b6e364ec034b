import type { ReaderAnswer, ReaderRequest } from './readerWorker.ts';

export type Prepared = Extract<ReaderAnswer, { readonly kind: 'image' }>['image'];

/** Reads image files off the page's own thread, one after another. */
export interface ImageReader {
  /** @throws Error with the file's name and what is wrong with it, in one line */
  read(file: File): Promise<Prepared>;
  close(): void;
}

/** @param input what the model takes */
export function openImageReader(input: ReaderRequest['input']): ImageReader {
  const worker = new Worker(new URL('./readerWorker.ts', import.meta.url), { type: 'module' });
  let waiting: { resolve(image: Prepared): void; reject(error: Error): void } | undefined;
  let broken: Error | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  worker.onmessage = ({ data }: MessageEvent<ReaderAnswer>) => {
    if (data.kind === 'error') waiting?.reject(new Error(data.message));
    else waiting?.resolve(data.image);
  };
  worker.onerror = ({ message }) => {
    broken = new Error(message || 'the part of the page that reads images could not be loaded');
    waiting?.reject(broken);
  };
  async function ask(file: File): Promise<Prepared> {
    if (broken) throw broken;
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      worker.postMessage({ file, input } satisfies ReaderRequest);
    });
  }
  return {
    read(file) {
      const image = queue.then(() => ask(file));
      queue = image.catch(() => {});
      return image;
    },
    close() {
      worker.terminate();
      // Whoever waits for an answer would wait for ever.
      broken = new Error('reading was stopped');
      waiting?.reject(broken);
    },
  };
}
