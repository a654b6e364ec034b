import { type Allowed, type Nearest, noneNearest, type Pace } from './nearest.ts';
import { dotRows, type Rows, squaredLengths } from './rows.ts';
import { ShortList } from './shortList.ts';

export interface NearestFeatures extends Nearest {
  /** The few nearest of each, -1 where there are fewer: `most` for each. */
  readonly candidates: Int32Array;
  readonly most: number;
}

/** How many of the nearest in features are compared as pictures, too. */
const CANDIDATES = 8;
const BETWEEN_PACES = 16;

/** Euclidean distance of each vector to the nearest known one, every pair compared. */
export async function nearestFeatures(
  asked: Rows,
  known: Rows,
  { allowed, pace }: { readonly allowed?: Allowed; readonly pace?: Pace } = {},
): Promise<NearestFeatures> {
  const found = noneNearest(asked.count);
  const candidates = new Int32Array(asked.count * CANDIDATES).fill(-1);
  const [lengths, others] = [squaredLengths(asked), squaredLengths(known)];
  const list = new ShortList(CANDIDATES);
  for (let i = 0; i < asked.count; i++) {
    list.clear();
    for (let j = 0; j < known.count; j++) {
      if (allowed && !allowed(i, j)) continue;
      list.offer(j, lengths[i]! + others[j]! - 2 * dotRows(asked, i, known, j));
    }
    candidates.set(list.indices, i * CANDIDATES);
    if (list.indices.length > 0) {
      found.distances[i] = Math.sqrt(Math.max(0, list.scores[0]!));
      found.indices[i] = list.indices[0]!;
    }
    if (pace && i % BETWEEN_PACES === BETWEEN_PACES - 1) await pace(i + 1, asked.count);
  }
  return { ...found, candidates, most: CANDIDATES };
}
