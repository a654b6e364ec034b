import type { Generator } from '@roentgan/gan-runtime';
import type { Measures } from './measures.ts';

/** One image to be made. */
export interface Shot {
  readonly seed: number;
  readonly labels?: Readonly<Record<string, number>>;
  readonly edits?: Readonly<Record<string, number>>;
}

export interface MeasuredShot<Kind extends Shot = Shot> {
  readonly shot: Kind;
  /** A value for each attribute; `undefined` where the image could not be measured. */
  readonly values: readonly number[] | undefined;
}

/** How to follow and end a long run. */
export interface Following {
  readonly signal?: AbortSignal | undefined;
  /** After each batch: how many images were made. */
  onImages?(count: number): void;
}

/** Most images of one call of the generator; twice as many are in memory. */
const batchSize = 8;

/**
 * Makes and measures images in order and keeps none. Those that follow each other with the same labels and edits are made in one
 * batch. Latents are not truncated: measures are of all that the model draws.
 * @throws RangeError for an image of which a measure says something that is no number
 */
export async function* measureShots<Kind extends Shot>(
  generator: Generator,
  measures: Measures,
  shots: Iterable<Kind>,
  { signal, onImages }: Following = {},
): AsyncGenerator<MeasuredShot<Kind>> {
  const whole = generator.model.truncation ? { truncation: 1 } : {};
  const planned = batches(shots)[Symbol.iterator]();
  const start = () => {
    const { value: batch } = planned.next() as { value: Kind[] | undefined };
    if (!batch) return undefined;
    const { labels = {}, edits = {} } = batch[0]!;
    const seeds = batch.map(({ seed }) => seed);
    const images = generator.generate({ ...whole, seeds, labels, edits, ...(signal && { signal }) });
    images.catch(() => {}); // reported where it is awaited
    return { batch, images };
  };
  let running = start();
  while (running) {
    const { batch } = running;
    const images = await running.images;
    // The next batch is made while this one is measured.
    running = start();
    for (const [at, image] of images.entries()) {
      signal?.throwIfAborted();
      const values = await measures.measure(image);
      checkValues(values, measures, image.seed);
      yield { shot: batch[at]!, values };
    }
    onImages?.(batch.length);
  }
}

function* batches<Kind extends Shot>(shots: Iterable<Kind>): Iterable<Kind[]> {
  let batch: Kind[] = [];
  for (const shot of shots) {
    const fits = batch.length === 0 || (batch.length < batchSize && isAlike(shot, batch[0]!));
    if (!fits) {
      yield batch;
      batch = [];
    }
    batch.push(shot);
  }
  if (batch.length > 0) yield batch;
}

function isAlike(a: Shot, b: Shot): boolean {
  return JSON.stringify([a.labels, a.edits]) === JSON.stringify([b.labels, b.edits]);
}

function checkValues(values: readonly number[] | undefined, { attributes }: Measures, seed: number): void {
  if (values === undefined) return;
  if (values.length !== attributes.length) {
    throw new RangeError(
      `image of seed ${seed}: ${values.length} values were measured, expected ${attributes.length}, one for each attribute`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(
      `image of seed ${seed}: "${attributes[bad]!.name}" is ${values[bad]}, expected a finite number`,
    );
  }
}
