import type { GradeAtAmount } from '@roentgan/measurer';

/** Where a classifier changes its mind along an edit. */
export interface MindChange {
  /** In the edit's unit; the true place differs by at most `within`. */
  readonly amount: number;
  readonly within: number;
  /** Index of the class on the side of lower amounts, and on the other. */
  readonly from: number;
  readonly to: number;
}

/** Each halves how far off a change may be: to 1/512 of the distance of two points. */
const HALVINGS = 8;
/** Between two points that may be several changes; more than these are one for a person. */
const MOST_BETWEEN = 4;

/**
 * The changes of the most likely class between neighbouring points, each found by halving. What changes and changes back between
 * two points is not seen.
 * @param ask what the classifier says at one more amount
 */
export async function mindChanges(
  points: readonly GradeAtAmount[],
  ask: (amount: number) => Promise<number>,
): Promise<MindChange[]> {
  const changes: MindChange[] = [];
  for (const [at, end] of points.entries()) {
    const start = points[at - 1];
    if (!start) continue;
    let [low, from] = [start.amount, start.grade];
    for (let found = 0; found < MOST_BETWEEN && from !== end.grade; found++) {
      let [high, to] = [end.amount, end.grade];
      for (let step = 0; step < HALVINGS; step++) {
        const middle = (low + high) / 2;
        const grade = await ask(middle);
        if (grade === from) low = middle;
        else [high, to] = [middle, grade];
      }
      changes.push({ amount: (low + high) / 2, within: (high - low) / 2, from, to });
      [low, from] = [high, to];
    }
  }
  return changes;
}

/** The change nearest to 0, where the image is as it is: how much it takes. Undefined where there is none. */
export function nearestChange(changes: readonly MindChange[]): MindChange | undefined {
  return changes.toSorted((a, b) => Math.abs(a.amount) - Math.abs(b.amount))[0];
}
