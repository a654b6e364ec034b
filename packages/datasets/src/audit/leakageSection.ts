import { binomialInterval } from '../study/statistics/binomialInterval.ts';
import { quantileOf } from '../study/statistics/quantiles.ts';
import type { LeakageMeasure, LeakageSection } from './auditReport.ts';
import type { AuditEntry } from './auditSource.ts';
import { closestPairs, type IndexPair } from './closestPairs.ts';
import {
  type ComparedSet,
  compareSets,
  type Measure,
  measures,
  type NearestBy,
  takeCompared,
} from './comparedSet.ts';
import type { Copies } from './copies.ts';
import { nearIndices } from './insideSection.ts';
import type { Pace } from './nearest.ts';
import { candidateCount, nearestPictures } from './nearestPictures.ts';
import { seededOrder } from './seededOrder.ts';
import { shareBelow, spreadOf } from './spread.ts';

/** Images whose pixels are compared with every real one, to see what the shorter way misses. */
const CHECKED = 30;

export interface Leakage {
  readonly section: Omit<LeakageSection, 'closest'>;
  readonly pairs: readonly IndexPair[];
}

/** What the dataset's images are compared with. */
export interface RealImages {
  readonly entries: readonly AuditEntry[];
  readonly compared: ComparedSet;
  /** Real images of others; without them each real image is compared with those of other subjects. */
  readonly heldOut?: ComparedSet;
  readonly copies: Copies;
  /** The copies, ready to compare. */
  readonly comparedCopies: ComparedSet;
}

/** Do images of the dataset lie nearer to real ones than other people's images do? */
export async function inspectLeakage(
  own: ComparedSet,
  real: RealImages,
  seed: number,
  pace: Pace,
): Promise<Leakage> {
  const { entries, compared, heldOut, copies } = real;
  const others = (one: number, other: number) => entries[one]!.subject !== entries[other]!.subject;
  // One number for all, so that what the shorter way misses is the same for all.
  const byHash = candidateCount(own.count, heldOut?.count ?? compared.count);
  const found = await compareSets(own, compared, { byHash, pace });
  const expected = heldOut
    ? await compareSets(heldOut, compared, { byHash })
    : await compareSets(compared, compared, { byHash, allowed: others });
  const copied = await compareSets(real.comparedCopies, compared, { byHash });
  const describe = (measure: Measure): LeakageMeasure => {
    const threshold = quantileOf([...expected[measure].distances], 0.01);
    const share = shareBelow(found[measure].distances, threshold);
    const below = Math.round(share * own.count);
    const interval = binomialInterval(below, own.count);
    const named = copied[measure].indices.filter((index, at) => index === copies.originals[at]).length;
    return {
      dataset: spreadOf(found[measure].distances),
      real: spreadOf(expected[measure].distances),
      threshold,
      below,
      share,
      interval: [interval.low, interval.high],
      copiesBelow: shareBelow(copied[measure].distances, threshold),
      copiesNamed: named / copies.count,
    };
  };
  const count = nearIndices(found, copies.medians);
  const expectedCount = expected.pixels.distances.length;
  return {
    section: {
      comparedWith: compared.count,
      byMeasure: Object.fromEntries(measures.map((measure) => [measure, describe(measure)])) as Record<
        Measure,
        LeakageMeasure
      >,
      nearCopies: {
        count,
        share: count / own.count,
        realShare: nearIndices(expected, copies.medians) / expectedCount,
        thresholds: copies.medians,
      },
      prefilter: {
        candidates: Math.min(byHash, compared.count),
        ...(await checkPrefilter(own, compared, found, seed)),
      },
    },
    pairs: closestPairs(found, false),
  };
}

/** Compares some images with every known one, and counts for how many the nearest is the one that was found. */
async function checkPrefilter(
  own: ComparedSet,
  known: ComparedSet,
  found: NearestBy,
  seed: number,
): Promise<Omit<LeakageSection['prefilter'], 'candidates'>> {
  const sample = [...seededOrder(own.count, seed).subarray(0, CHECKED)];
  const taken = takeCompared(own, sample);
  const most = known.count;
  const indices = Int32Array.from({ length: sample.length * most }, (_, at) => at % most);
  const agreement = async (measure: 'pixels' | 'detail', variant: 'whole' | 'detail') => {
    const exact = await nearestPictures(taken[variant], known[variant], { indices, most });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / sample.length;
    const { distances, indices: nearest } = found[measure];
    return {
      same: mean(sample.map((index, at) => (nearest[index] === exact.indices[at] ? 1 : 0))),
      excess: mean(sample.map((index, at) => distances[index]! / Math.max(exact.distances[at]!, 1e-9) - 1)),
    };
  };
  return {
    sample: sample.length,
    pixels: await agreement('pixels', 'whole'),
    detail: await agreement('detail', 'detail'),
  };
}
