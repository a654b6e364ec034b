import { dotRows, type Rows, squaredLengths } from './rows.ts';

/** How many neighbours a vector's reach takes in (Kynkaanniemi et al. 2019). */
export const REACH_NEIGHBOURS = 3;

/**
 * Share of `points` that lie within reach of some vector of `manifold`, whose reach is its distance to its third nearest other
 * (Kynkaanniemi et al. 2019). Precision is the share of generated points within the real manifold, recall the other way round; both sets of one size.
 * @throws RangeError for a manifold of too few vectors
 */
export function coverage(manifold: Rows, points: Rows, neighbours = REACH_NEIGHBOURS): number {
  if (manifold.count <= neighbours)
    throw new RangeError(`coverage: ${manifold.count} vectors, expected more than ${neighbours}`);
  const lengths = squaredLengths(manifold);
  const reach = reaches(manifold, lengths, neighbours);
  const others = squaredLengths(points);
  let covered = 0;
  for (let point = 0; point < points.count; point++) {
    for (let at = 0; at < manifold.count; at++) {
      const squared = lengths[at]! + others[point]! - 2 * dotRows(manifold, at, points, point);
      if (Math.max(0, squared) <= reach[at]!) {
        covered++;
        break;
      }
    }
  }
  return covered / points.count;
}

/** Squared distance of each vector to its `neighbours`-th nearest other. */
function reaches(rows: Rows, lengths: Float64Array, neighbours: number): Float64Array {
  const nearest = Array.from({ length: rows.count }, () => new Float64Array(neighbours).fill(Infinity));
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < i; j++) {
      const squared = Math.max(0, lengths[i]! + lengths[j]! - 2 * dotRows(rows, i, rows, j));
      insert(nearest[i]!, squared);
      insert(nearest[j]!, squared);
    }
  }
  return Float64Array.from(nearest, (list) => list[neighbours - 1]!);
}

/** Keeps the smallest values, in order. */
function insert(list: Float64Array, value: number): void {
  let at = list.length - 1;
  if (value >= list[at]!) return;
  for (; at > 0 && list[at - 1]! > value; at--) list[at] = list[at - 1]!;
  list[at] = value;
}
