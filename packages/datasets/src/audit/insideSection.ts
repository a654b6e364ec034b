import { quantileOf } from '../study/statistics/quantiles.ts';
import type { InsideSection } from './auditReport.ts';
import { closestPairs, type IndexPair } from './closestPairs.ts';
import type { CollectedSet } from './collectSet.ts';
import { type ComparedSet, compareSets, measures, type NearestBy, takeCompared } from './comparedSet.ts';
import type { Copies } from './copies.ts';
import { drawEqual } from './drawInMix.ts';
import type { Pace } from './nearest.ts';
import { candidateCount } from './nearestPictures.ts';
import { shareBelow, spreadOf } from './spread.ts';

/** Groups of identical images that are named. */
const GROUPS = 20;
/** With fewer real images a 1st percentile says nothing. */
const FEWEST = 100;

export interface Inside {
  readonly section: Omit<InsideSection, 'closest' | 'twins'>;
  readonly pairs: readonly IndexPair[];
}

/** Images of the dataset that repeat each other. */
export async function inspectInside(
  set: CollectedSet,
  own: ComparedSet,
  copies: Copies,
  pace: Pace,
): Promise<Inside> {
  const nearest = await compareSets(own, own, {
    byHash: candidateCount(own.count),
    allowed: (one, other) => one !== other,
    pace,
  });
  const { medians: thresholds } = copies;
  const near = nearIndices(nearest, thresholds);
  return {
    section: {
      identical: identicalImages(set),
      nearDuplicates: { count: near, share: near / set.entries.length, thresholds },
      nearest: {
        pixels: spreadOf(nearest.pixels.distances),
        detail: spreadOf(nearest.detail.distances),
        features: spreadOf(nearest.features.distances),
      },
    },
    pairs: closestPairs(nearest, true),
  };
}

/** How many are nearer than a threshold in pixels or in detail. */
export function nearIndices(
  { pixels, detail }: Pick<NearestBy, 'pixels' | 'detail'>,
  thresholds: { readonly pixels: number; readonly detail: number },
): number {
  let count = 0;
  for (const [at, distance] of pixels.distances.entries()) {
    if (distance < thresholds.pixels || detail.distances[at]! < thresholds.detail) count++;
  }
  return count;
}

/** @returns `null` for fewer than 100 images of either set */
export async function inspectTwins(
  set: CollectedSet,
  own: ComparedSet,
  real: { readonly entries: CollectedSet['entries']; readonly compared: ComparedSet },
  seed: number,
): Promise<NonNullable<InsideSection['twins']> | null> {
  const gradesOf = (entries: CollectedSet['entries']) => entries.map(({ grade }) => grade);
  const drawn = drawEqual(gradesOf(set.entries), gradesOf(real.entries), Number.POSITIVE_INFINITY, seed);
  const count = drawn.one.length;
  if (count < FEWEST) return null;
  const made = takeCompared(own, drawn.one);
  const taken = takeCompared(real.compared, drawn.other);
  const subjects = drawn.other.map((index) => real.entries[index]!.subject);
  const byHash = candidateCount(count);
  const [found, expected] = [
    await compareSets(made, made, { byHash, allowed: (one, other) => one !== other }),
    await compareSets(taken, taken, { byHash, allowed: (one, other) => subjects[one] !== subjects[other] }),
  ];
  const byMeasure = Object.fromEntries(
    measures.map((measure) => {
      const threshold = quantileOf([...expected[measure].distances], 0.01);
      return [measure, { threshold, share: shareBelow(found[measure].distances, threshold) }];
    }),
  ) as NonNullable<InsideSection['twins']>['byMeasure'];
  return { count, inMix: drawn.inMix, byMeasure };
}

function identicalImages({ digests, entries }: CollectedSet): InsideSection['identical'] {
  const byDigest = new Map<string, string[]>();
  for (const [at, digest] of digests.entries()) {
    const names = byDigest.get(digest);
    if (names) names.push(entries[at]!.name);
    else byDigest.set(digest, [entries[at]!.name]);
  }
  return {
    count: digests.length - byDigest.size,
    groups: [...byDigest.values()].filter((names) => names.length > 1).slice(0, GROUPS),
  };
}
