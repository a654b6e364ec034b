import { seededOrder } from './seededOrder.ts';

type Grades = readonly (number | undefined)[];

/** As many images of two sets. */
export interface EqualSamples {
  readonly one: number[];
  readonly other: number[];
  /** Whether the first was drawn in the grades' mix of the second. */
  readonly inMix: boolean;
}

/** A mix is kept only where it leaves this many images. */
const FEWEST = 50;

/**
 * Draws as many images of each of two sets, at most `limit`: where all grades are known, both in the second's mix of grades,
 * so that a difference of mixes is not taken for one of images; else as they come.
 */
export function drawEqual(one: Grades, other: Grades, limit: number, seed: number): EqualSamples {
  const count = Math.min(one.length, other.length, limit);
  const mix = sharesOf(other);
  const available = sharesOf(one);
  if (mix && available) {
    const most = [...mix].map(([grade, share]) => ((available.get(grade) ?? 0) * one.length) / share);
    const kept = Math.floor(Math.min(count, ...most) + 1e-9);
    if (kept >= Math.min(FEWEST, count)) {
      const counts = mixedCounts(mix, kept);
      return { one: draw(one, counts, seed), other: draw(other, counts, seed + 1), inMix: true };
    }
  }
  const any = (length: number, order: number) => [...seededOrder(length, order).subarray(0, count)];
  return { one: any(one.length, seed), other: any(other.length, seed + 1), inMix: false };
}

/** Share of each grade; `undefined` where the grade of an image is not known. */
function sharesOf(grades: Grades): Map<number, number> | undefined {
  const shares = new Map<number, number>();
  for (const grade of grades) {
    if (grade === undefined) return undefined;
    shares.set(grade, (shares.get(grade) ?? 0) + 1 / grades.length);
  }
  return shares.size > 0 ? shares : undefined;
}

/** How many of each grade, `count` in all, by largest remainders. */
export function mixedCounts(shares: ReadonlyMap<number, number>, count: number): Map<number, number> {
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  const parts = [...shares].map(([grade, share]) => {
    const exact = (share / total) * count;
    // What rounding took from a whole number is no remainder.
    const whole = Math.floor(exact + 1e-9);
    return { grade, whole, rest: exact - whole };
  });
  let left = count - parts.reduce((sum, { whole }) => sum + whole, 0);
  const byRest = [...parts].sort((a, b) => b.rest - a.rest || a.grade - b.grade);
  for (const part of byRest) {
    if (left-- <= 0) break;
    part.whole++;
  }
  return new Map(parts.map(({ grade, whole }) => [grade, whole]));
}

function draw(grades: Grades, counts: ReadonlyMap<number, number>, seed: number): number[] {
  const left = new Map(counts);
  return [...seededOrder(grades.length, seed)].filter((index) => {
    const wanted = left.get(grades[index]!) ?? 0;
    if (wanted > 0) left.set(grades[index]!, wanted - 1);
    return wanted > 0;
  });
}
