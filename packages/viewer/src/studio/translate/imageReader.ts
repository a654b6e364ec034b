import { createAsker } from '../worker/createAsker.ts';
import type { Prepared, ReaderRequest } from './readerWorker.ts';

/** Reads image files off the page's own thread, one after another. */
export interface ImageReader {
  /** @throws Error with the file's name and what is wrong with it, in one line */
  read(file: File): Promise<Prepared>;
  close(): void;
}

/** @param input what the model takes */
export function openImageReader(input: ReaderRequest['input']): ImageReader {
  const { ask, close } = createAsker<ReaderRequest, Prepared>(
    () => new Worker(new URL('./readerWorker.ts', import.meta.url), { type: 'module' }),
    'reads images',
  );
  return { read: (file) => ask({ file, input }), close };
}
