import type { Generator } from '@roentgan/gan-runtime';
import { imageAt, type Path } from '../path.ts';
import { frameTimes, placeAt, type Timeline } from '../timeline.ts';
import { encodedMovie } from './encodedMovie.ts';
import { type MovieSettings, type MovieWriter, movieNote } from './movie.ts';

export interface MovieOrder {
  readonly generator: Generator;
  readonly modelName: string;
  readonly path: Path;
  readonly timeline: Timeline;
  readonly settings: MovieSettings;
  readonly stop: AbortSignal;
  onProgress(done: number, total: number): void;
}

/**
 * Makes every frame anew, one at a time, and downloads the movie.
 * @returns the name of the file
 * @throws what stops it, such as `stop.reason`; nothing is downloaded or left behind then
 */
export async function exportMovie(order: MovieOrder): Promise<string> {
  const { generator, path, timeline, settings, stop } = order;
  const times = frameTimes(timeline, settings.framesPerSecond);
  const name = movieName(order);
  const writer = await openWriter(order, name, times.length);
  try {
    for (const [at, time] of times.entries()) {
      stop.throwIfAborted();
      const image = await generator.generate({ ...imageAt(path, placeAt(timeline, time)), signal: stop });
      await writer.add(image, at / settings.framesPerSecond);
      order.onProgress(at + 1, times.length);
    }
    stop.throwIfAborted();
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  return name;
}

async function openWriter(order: MovieOrder, name: string, count: number): Promise<MovieWriter> {
  const { modelName, path, timeline, settings } = order;
  const note = movieNote(modelName, path, timeline);
  if (settings.format !== 'png')
    return encodedMovie(settings.format, { settings, note, repeats: timeline.repeat !== 'once', name });
  // Code of its own, loaded with the first movie of its kind.
  const { frameFiles } = await import('./frameFiles.ts');
  return frameFiles(settings, note, count, name.replace(/\.zip$/, ''));
}

/** As in "knee-seeds-7-8-12.webm" and "knee-seed-7-severity.gif". */
function movieName({ modelName, path, settings: { format } }: MovieOrder): string {
  const parts =
    path.kind === 'images'
      ? ['seeds', ...path.keys.slice(0, 6).map(({ seed }) => seed)]
      : ['seed', path.image.seed, path.edit];
  const text = [modelName, ...parts].join('-').replaceAll(/[^\w.-]+/g, '-');
  return `${text}.${format === 'png' ? 'zip' : format}`;
}
