import type { GeneratedImage } from '@roentgan/gan-runtime';
import { type PlainImage, plainImage } from '../../plainImage.ts';
import { saveFile } from '../../saveFile.ts';
import { createAsker } from '../../worker/createAsker.ts';
import type { MovieNote, MovieSettings, MovieWriter } from './movie.ts';

/** What all of a movie shares; plain data, so that it reaches a worker. */
export interface MovieJob {
  readonly settings: MovieSettings;
  readonly note: MovieNote;
  /** Whether it begins again at its end. */
  readonly repeats: boolean;
  readonly name: string;
}

/** What the page asks of a worker that encodes: the job first, then frames, then the end. */
export type MovieRequest =
  | { readonly kind: 'start'; readonly job: MovieJob }
  /** `at` is in seconds from the start. */
  | { readonly kind: 'frame'; readonly image: PlainImage; readonly at: number }
  | { readonly kind: 'end' };

const starts = {
  gif: () => new Worker(new URL('./gifWorker.ts', import.meta.url), { type: 'module', name: 'roentgan-gif' }),
  webm: () =>
    new Worker(new URL('./webmWorker.ts', import.meta.url), { type: 'module', name: 'roentgan-webm' }),
};

/** A movie in one file, which a worker draws and encodes. */
export async function encodedMovie(format: keyof typeof starts, job: MovieJob): Promise<MovieWriter> {
  const { ask, close } = createAsker<MovieRequest, Blob | undefined>(
    starts[format],
    `writes ${format === 'gif' ? 'GIFs' : 'videos'}`,
  );
  await ask({ kind: 'start', job }).catch((error) => {
    close();
    throw error;
  });
  return {
    async add(image: GeneratedImage, at) {
      await ask({ kind: 'frame', image: plainImage(image), at });
    },
    async finish() {
      const file = await ask({ kind: 'end' });
      close();
      saveFile(file!, job.name);
    },
    abandon: async () => close(),
  };
}
