import type { GeneratedImage, Generator } from '@roentgan/gan-runtime';
import type { Pace } from './pace.ts';
import type { Shot } from './shot.ts';

/** No sign of life of an image for so long is taken to be a backend that hangs, in milliseconds. */
const patience = 120_000;

/** What is known of the images that were made. */
export interface Made {
  images: number;
  /** Milliseconds of `performance.now()`. */
  lastAt: number;
}

/** Makes images, keeps count and time of them, and gives up on a backend that hangs. */
export function createMaker(
  generator: Generator,
  pace: Pace,
  made: Made,
): (shot: Shot) => Promise<GeneratedImage> {
  return async (shot) => {
    const started = performance.now();
    const image = await withPatience((alive) => generator.generate({ ...shot, onProgress: alive }));
    pace.took((performance.now() - started) / 1000);
    made.images++;
    made.lastAt = performance.now();
    return image;
  };
}

function withPatience<Result>(work: (alive: () => void) => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let timer = 0;
    const alive = () => {
      clearTimeout(timer);
      timer = window.setTimeout(
        () => reject(new Error(`no image for ${patience / 1000} s, expected one: the backend hangs`)),
        patience,
      );
    };
    alive();
    work(alive)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
