import { type Measure, measures, type NearestBy } from './comparedSet.ts';

/** Indices of two images that are near each other. */
export interface IndexPair {
  readonly measure: Measure;
  readonly distance: number;
  readonly one: number;
  readonly other: number;
}

/** How many of each measure are shown. */
const SHOWN = 3;

/**
 * The closest pairs by each measure, closest first.
 * @param mutual whether both sides are the same set, so that a pair comes up from both
 */
export function closestPairs(found: NearestBy, mutual: boolean): IndexPair[] {
  return measures.flatMap((measure) => {
    const { distances, indices } = found[measure];
    const order = [...distances.keys()]
      .filter((one) => indices[one]! >= 0)
      .sort((a, b) => distances[a]! - distances[b]! || a - b);
    const pairs: IndexPair[] = [];
    for (const one of order) {
      if (pairs.length === SHOWN) break;
      const other = indices[one]!;
      const isKnown = mutual && pairs.some((pair) => pair.one === other && pair.other === one);
      if (!isKnown) pairs.push({ measure, distance: distances[one]!, one, other });
    }
    return pairs;
  });
}
