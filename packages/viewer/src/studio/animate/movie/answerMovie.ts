import type { GeneratedImage } from '@roentgan/gan-runtime';
import { generatedImage } from '../../plainImage.ts';
import { answerQuestions } from '../../worker/answerQuestions.ts';
import type { MovieJob, MovieRequest } from './encodedMovie.ts';

/** One movie that is encoded, in a worker. */
export interface MovieEncoder {
  /** @param at seconds from the start */
  add(image: GeneratedImage, at: number): Promise<void> | void;
  /** The whole file. */
  end(): Promise<Blob> | Blob;
}

/** In a worker: answers the questions of `encodedMovie`. */
export function answerMovie(open: (job: MovieJob) => MovieEncoder): void {
  let encoder: MovieEncoder;
  answerQuestions(async (request: MovieRequest) => {
    if (request.kind === 'end') return encoder.end();
    if (request.kind === 'start') encoder = open(request.job);
    else await encoder.add(generatedImage(request.image), request.at);
    return undefined;
  });
}
