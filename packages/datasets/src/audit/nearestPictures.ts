import { bestCorrelation, type Comparable, distanceOf, middleWindow } from './alignedDistance.ts';
import { type Allowed, type Nearest, noneNearest, type Pace } from './nearest.ts';
import type { NearestFeatures } from './nearestFeatures.ts';
import { type Hashes, hashDistance } from './perceptualHash.ts';
import { ShortList } from './shortList.ts';

/** Pairs that may be compared pixel by pixel for one set, and the fewest known pictures for each asked one whatever their number. */
const PAIRS = 250_000;
const FEWEST = 64;
/** How many of them, the best at half the resolution, are compared at the full one. */
const REFINED = 8;
const BETWEEN_PACES = 16;

/** Candidates of each asked picture, found without comparing pixels; -1 fills up. */
export interface Candidates {
  readonly indices: Int32Array;
  readonly most: number;
}

/** How many of the nearest by hash are compared pixel by pixel: fewer for large sets. Sets whose distances are to be compared take one number. */
export function candidateCount(...counts: readonly number[]): number {
  return Math.max(FEWEST, Math.floor(PAIRS / Math.max(...counts)));
}

/** The nearest by hash, every pair compared, and the nearest in features. */
export async function findCandidates(
  asked: Hashes,
  known: Hashes,
  features: Pick<NearestFeatures, 'candidates' | 'most'>,
  { byHash, allowed, pace }: { readonly byHash: number; readonly allowed?: Allowed; readonly pace?: Pace },
): Promise<Candidates> {
  const kept = Math.min(byHash, known.count);
  const most = kept + features.most;
  const indices = new Int32Array(asked.count * most).fill(-1);
  const list = new ShortList(kept);
  for (let i = 0; i < asked.count; i++) {
    list.clear();
    for (let j = 0; j < known.count; j++) {
      if (allowed && !allowed(i, j)) continue;
      list.offer(j, hashDistance(asked, i, known, j));
    }
    const named = features.candidates.subarray(i * features.most, (i + 1) * features.most);
    const all = new Set([...list.indices, ...named].filter((index) => index >= 0));
    indices.set([...all], i * most);
    if (pace && i % BETWEEN_PACES === BETWEEN_PACES - 1) await pace(i + 1, asked.count);
  }
  return { indices, most };
}

/** The candidate nearest to each asked picture, by the correlation of their pixels where they fit best. */
export async function nearestPictures(
  asked: Comparable,
  known: Comparable,
  { indices, most }: Candidates,
  pace?: Pace,
): Promise<Nearest> {
  const { count } = asked.pictures;
  const found = noneNearest(count);
  const list = new ShortList(REFINED);
  for (let i = 0; i < count; i++) {
    const window = middleWindow(asked.fine, i);
    const rough = middleWindow(asked.coarse, i);
    list.clear();
    for (const candidate of indices.subarray(i * most, (i + 1) * most)) {
      if (candidate >= 0) list.offer(candidate, -bestCorrelation(rough, known.coarse, candidate));
    }
    for (const candidate of list.indices) {
      const distance = distanceOf(bestCorrelation(window, known.fine, candidate));
      if (distance >= found.distances[i]!) continue;
      found.distances[i] = distance;
      found.indices[i] = candidate;
    }
    if (pace && i % BETWEEN_PACES === BETWEEN_PACES - 1) await pace(i + 1, count);
  }
  return found;
}
