import { nearestChange } from './mindChanges.ts';
import type { SeedCurve } from './runStress.ts';

/** One line of the plot: a mean over seeds, and the lowest and highest of them, at each amount. */
export interface Band {
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The mean over the curves that reach as far as the first, and what they lie between. */
export function bandOf(
  curves: readonly SeedCurve[],
  read: (point: SeedCurve['points'][number]) => number,
): Band {
  const length = curves[0]?.points.length ?? 0;
  const whole = curves.filter(({ points }) => points.length === length);
  const at = (index: number) => whole.map(({ points }) => read(points[index]!));
  const each = Array.from({ length }, (_, index) => at(index));
  return {
    mean: each.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    low: each.map((values) => Math.min(...values)),
    high: each.map((values) => Math.max(...values)),
  };
}

/** More lines than these are no plot. */
const MOST_CLASSES = 8;

/** The classes worth a line: at most eight, those that are ever the likeliest, by index. */
export function classesToShow(curves: readonly SeedCurve[]): number[] {
  const points = curves.flatMap(({ points }) => points);
  const count = points[0]?.probabilities.length ?? 0;
  const highest = Array.from({ length: count }, (_, index) =>
    points.reduce((most, { probabilities }) => Math.max(most, probabilities[index]!), 0),
  );
  return [...highest.keys()]
    .toSorted((a, b) => highest[b]! - highest[a]!)
    .slice(0, MOST_CLASSES)
    .toSorted((a, b) => a - b);
}

/** How many seeds' answers change, and how far the edit must go for half of those. */
export function changeOverSeeds(curves: readonly SeedCurve[]): {
  changing: number;
  median: number | undefined;
} {
  const needed = curves
    .flatMap(({ changes }) => nearestChange(changes) ?? [])
    .map(({ amount }) => Math.abs(amount))
    .toSorted((a, b) => a - b);
  const middle = needed.length >> 1;
  const median =
    needed.length === 0
      ? undefined
      : needed.length % 2
        ? needed[middle]!
        : (needed[middle - 1]! + needed[middle]!) / 2;
  return { changing: needed.length, median };
}
