import type { DistanceSection, FeatureDistances } from './auditReport.ts';
import type { CollectedSet } from './collectSet.ts';
import { coverage, REACH_NEIGHBOURS } from './coverage.ts';
import { drawEqual } from './drawInMix.ts';
import { frechetFrom, gaussianOf } from './frechetDistance.ts';
import { blocked, kernelDistance } from './kernelDistance.ts';
import { type Rows, takeRows } from './rows.ts';
import { seededOrder } from './seededOrder.ts';
import { type Scale, standardise } from './standardise.ts';

/** Most images of a compared set, and of those it is compared with: the work grows with their product. */
const MOST = 2000;
const MOST_REFERENCE = 6000;
/** Draws of what is compared: each from the dataset and, without held-out images, of other halves of the real ones. */
const DRAWS = 5;
/** Fewer images say nothing of a distribution. */
const FEWEST = 20;

/** Images with what is compared of them. */
export type Graded = Pick<CollectedSet, 'entries' | 'features'>;

/** Real images in two parts: those compared with, and those that stand for others. */
export interface Parts {
  readonly reference: Graded;
  readonly heldOut: Graded;
}

/**
 * Frechet distance, kernel distance, precision and recall of the dataset against real images, beside those of other real images: as
 * many of each, in one mix of grades where grades are known, since the distances of fewer are larger. Means over several draws.
 * @param parts those of a draw
 * @returns `undefined` for too few images
 */
export function featureDistances(
  dataset: Graded,
  parts: (draw: number) => Parts,
  scale: Scale,
  seed: number,
): DistanceSection | undefined {
  const found: { dataset: FeatureDistances; real: FeatureDistances; count: number; inMix: boolean }[] = [];
  let against: ReturnType<typeof againstReference> | undefined;
  let last: Graded | undefined;
  for (let draw = 0; draw < DRAWS; draw++) {
    const { reference, heldOut } = parts(draw);
    const { one, other, inMix } = drawEqual(gradesOf(dataset), gradesOf(heldOut), MOST, seed + 2 * draw);
    if (one.length < FEWEST || reference.entries.length < FEWEST) return undefined;
    if (!against || reference !== last)
      against = againstReference(standardise(reference.features, scale), seed);
    last = reference;
    const { compare } = against;
    const of = (set: Graded, indices: readonly number[]) =>
      compare(standardise(takeRows(set.features, indices), scale));
    found.push({ dataset: of(dataset, one), real: of(heldOut, other), count: one.length, inMix });
  }
  const sets = { dataset: found.map((draw) => draw.dataset), real: found.map((draw) => draw.real) };
  return {
    count: Math.min(...found.map(({ count }) => count)),
    reference: against!.count,
    inMix: found.every(({ inMix }) => inMix),
    neighbours: REACH_NEIGHBOURS,
    draws: DRAWS,
    dataset: meanOf(sets.dataset),
    real: meanOf(sets.real),
    range: { dataset: rangeOf(sets.dataset), real: rangeOf(sets.real) },
  };
}

const values = {
  frechet: ({ frechet }: FeatureDistances) => frechet,
  kernel: ({ kernel }: FeatureDistances) => kernel.distance,
  precision: ({ precision }: FeatureDistances) => precision,
  recall: ({ recall }: FeatureDistances) => recall,
};

/** The standard error is that of one draw: draws share images, so their mean is little surer. */
function meanOf(found: readonly FeatureDistances[]): FeatureDistances {
  const mean = (of: (one: FeatureDistances) => number) =>
    found.reduce((sum, one) => sum + of(one), 0) / found.length;
  const [{ kernel }] = found as [FeatureDistances];
  const standardError = kernel.standardError === null ? null : mean((one) => one.kernel.standardError ?? 0);
  return {
    frechet: mean(values.frechet),
    kernel: { ...kernel, distance: mean(values.kernel), standardError },
    precision: mean(values.precision),
    recall: mean(values.recall),
  };
}

function rangeOf(found: readonly FeatureDistances[]): DistanceSection['range']['dataset'] {
  const range = (of: (one: FeatureDistances) => number) => {
    const list = found.map(of);
    return [Math.min(...list), Math.max(...list)] as const;
  };
  return {
    frechet: range(values.frechet),
    kernel: range(values.kernel),
    precision: range(values.precision),
    recall: range(values.recall),
  };
}

function againstReference(all: Rows, seed: number) {
  const order = seededOrder(all.count, seed);
  const reference = all.count > MOST_REFERENCE ? takeRows(all, order.subarray(0, MOST_REFERENCE)) : all;
  const frechet = frechetFrom(gaussianOf(reference));
  const known = blocked(reference, seed);
  return {
    count: reference.count,
    compare(rows: Rows): FeatureDistances {
      // A reach depends on how many there are: precision and recall take as many of both.
      const equal = takeRows(all, order.subarray(0, rows.count));
      const other = takeRows(
        rows,
        Array.from({ length: equal.count }, (_, at) => at),
      );
      return {
        frechet: frechet(gaussianOf(rows)),
        kernel: kernelDistance(known, blocked(rows, seed)),
        precision: coverage(equal, other),
        recall: coverage(other, equal),
      };
    },
  };
}

function gradesOf({ entries }: Graded): (number | undefined)[] {
  return entries.map(({ grade }) => grade);
}
