import { type Comparable, comparable } from './alignedDistance.ts';
import type { CollectedSet } from './collectSet.ts';
import type { Allowed, Nearest, Pace } from './nearest.ts';
import { nearestFeatures } from './nearestFeatures.ts';
import { findCandidates, nearestPictures } from './nearestPictures.ts';
import { type Hashes, hashPictures, hashThresholds } from './perceptualHash.ts';
import { type Rows, takeRows } from './rows.ts';
import { detailsOf, takePictures } from './smallPictures.ts';
import { type Scale, standardise } from './standardise.ts';

/** How two images are compared; see docs/auditing.md. */
export const measures = ['pixels', 'detail', 'features'] as const;
export type Measure = (typeof measures)[number];
export type NearestBy = Readonly<Record<Measure, Nearest>>;

/** A set with what comparing needs, computed once. */
export interface ComparedSet {
  readonly count: number;
  readonly whole: Comparable;
  readonly detail: Comparable;
  readonly features: Rows;
  readonly asked: Hashes;
  readonly known: Hashes;
}

/** Thresholds of the hashes for several sets: the mean of theirs. */
export function commonThresholds(sets: readonly Pick<CollectedSet, 'small'>[]): Float64Array {
  const all = sets.map(({ small }) => hashThresholds(comparable(small)));
  return all[0]!.map((_, at) => all.reduce((sum, thresholds) => sum + thresholds[at]!, 0) / all.length);
}

/** @param scale what features are standardised by */
export function compared(
  { small, features }: Pick<CollectedSet, 'small' | 'features'>,
  thresholds: Float64Array,
  scale: Scale,
): ComparedSet {
  const whole = comparable(small);
  return {
    count: small.count,
    whole,
    detail: comparable(detailsOf(small)),
    features: standardise(features, scale),
    asked: hashPictures(whole, thresholds, 'middle'),
    known: hashPictures(whole, thresholds, 'moved'),
  };
}

/** The images of these indices. */
export function takeCompared(set: ComparedSet, indices: ArrayLike<number>): ComparedSet {
  const take = ({ pictures }: Comparable) => comparable(takePictures(pictures, indices));
  const hashes = ({ places, words }: Hashes): Hashes => {
    const size = words.length / set.count;
    const taken = new Int32Array(indices.length * size);
    for (let at = 0; at < indices.length; at++)
      taken.set(words.subarray(indices[at]! * size, (indices[at]! + 1) * size), at * size);
    return { count: indices.length, places, words: taken };
  };
  return {
    count: indices.length,
    whole: take(set.whole),
    detail: take(set.detail),
    features: takeRows(set.features, indices),
    asked: hashes(set.asked),
    known: hashes(set.known),
  };
}

/** The nearest known image to each asked one by every measure. `byHash`: see `candidateCount`. */
export async function compareSets(
  asked: ComparedSet,
  known: ComparedSet,
  options: { readonly byHash: number; readonly allowed?: Allowed; readonly pace?: Pace },
): Promise<NearestBy> {
  // Features, candidates, pixels and detail take about as long each.
  const stage = (number: number) => {
    const { pace } = options;
    return {
      ...options,
      ...(pace && { pace: (done: number, total: number) => pace(done + number * total, 4 * total) }),
    };
  };
  const features = await nearestFeatures(asked.features, known.features, stage(0));
  const candidates = await findCandidates(asked.asked, known.known, features, stage(1));
  const pixels = await nearestPictures(asked.whole, known.whole, candidates, stage(2).pace);
  const detail = await nearestPictures(asked.detail, known.detail, candidates, stage(3).pace);
  return { pixels, detail, features };
}
