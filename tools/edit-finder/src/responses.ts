import { type Edit, editReach, type Generator } from '@roentgan/gan-runtime';
import { type ClassMix, spreadClasses } from './classMix.ts';
import type { Measures } from './measures.ts';
import { type Following, measureShots, type Shot } from './shots.ts';

/** An image that edits start from, and what was measured in it. */
export interface Start {
  readonly seed: number;
  /** Its class, where a mix of classes was asked for. */
  readonly index: number | undefined;
  readonly values: readonly number[];
}

/** What one edit did to one image at each of some amounts. */
export interface Response {
  readonly start: Start;
  readonly amounts: readonly number[];
  /** By amount, a value for each attribute; `undefined` where the image could no longer be measured. */
  readonly values: readonly (readonly number[] | undefined)[];
}

export interface Starts {
  readonly images: readonly Start[];
  /** Images that could not be measured, which are no starts. */
  readonly unmeasured: number;
}

/**
 * Measures the images of `count` seeds from `first` on without edits.
 * @throws RangeError where none could be measured
 */
export async function measureStarts(
  generator: Generator,
  measures: Measures,
  {
    first,
    count,
    mix,
  }: { readonly first: number; readonly count: number; readonly mix?: ClassMix | undefined },
  following: Following = {},
): Promise<Starts> {
  const classes = mix ? spreadClasses(mix, count) : [];
  const shots = Array.from({ length: count }, (_, at) => shotOf(first + at, classes[at], mix));
  const images: Start[] = [];
  for await (const { shot, values } of measureShots(generator, measures, byClass(shots), following)) {
    if (values) images.push({ seed: shot.seed, index: shot.index, values });
  }
  if (images.length === 0) throw new RangeError(`none of ${count} images could be measured`);
  images.sort((a, b) => a.seed - b.seed);
  return { images, unmeasured: count - images.length };
}

/** Applies an edit to each start at `steps` amounts that are spread evenly over its range, or what a label leaves of it. */
export async function measureResponses(
  generator: Generator,
  measures: Measures,
  edit: Edit,
  starts: readonly Start[],
  { steps, mix }: { readonly steps: number; readonly mix?: ClassMix | undefined },
  following: Following = {},
): Promise<Response[]> {
  const { graph } = generator.model;
  const planned = starts.map((start) => {
    const [low, high] = editReach(graph, edit, start.index ?? 0);
    // Zero is exact, so that it is the start's own image.
    const amounts = Array.from({ length: steps }, (_, at) =>
      2 * at === steps - 1 && low === -high ? 0 : low + ((high - low) * at) / (steps - 1),
    );
    const values: (readonly number[] | undefined)[] = amounts.map((amount) =>
      amount === 0 ? start.values : undefined,
    );
    return { start, amounts, values };
  });
  const shots = planned.flatMap(({ start, amounts, values }) =>
    amounts.flatMap((amount, at) =>
      amount === 0
        ? []
        : [{ ...shotOf(start.seed, start.index, mix), edits: { [edit.name]: amount }, at, values }],
    ),
  );
  const order = (shot: (typeof shots)[number]) => [shot.index ?? 0, shot.at, shot.seed];
  shots.sort((a, b) => compare(order(a), order(b)));
  for await (const { shot, values } of measureShots(generator, measures, shots, following)) {
    shot.values[shot.at] = values;
  }
  return planned;
}

function shotOf(seed: number, index: number | undefined, mix: ClassMix | undefined) {
  return { seed, index, ...(mix && index !== undefined && { labels: { [mix.label]: index } }) };
}

/** Images of one class are made in batches. */
function byClass<Kind extends Shot & { readonly index: number | undefined }>(shots: readonly Kind[]): Kind[] {
  return shots.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0) || a.seed - b.seed);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
