import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { ranks } from './ranks.ts';

export interface Wilcoxon {
  /** Pairs that differ; pairs without a difference are left out. */
  readonly pairs: number;
  /** The smaller of the two rank sums. */
  readonly statistic: number;
  /** Two-sided; NaN where no pair differs. */
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

/** Up to here the exact distribution is counted out, as SciPy does. */
const MOST_EXACT = 50;

/**
 * The signed-rank test of Wilcoxon (Biometrics Bulletin 1, 1945) on the differences of pairs: exact where no differences are tied and
 * none is 0, up to 50 pairs; otherwise by the normal approximation with the correction for ties, without one for continuity. What
 * SciPy's `wilcoxon(differences)` gives with `method` "exact" and "approx".
 */
export function wilcoxon(differences: readonly number[]): Wilcoxon {
  const changed = differences.filter((difference) => difference !== 0);
  const pairs = changed.length;
  const { ranks: rank, ties } = ranks(changed.map(Math.abs));
  const rise = changed.reduce((sum, difference, at) => sum + (difference > 0 ? rank[at]! : 0), 0);
  const statistic = Math.min(rise, (pairs * (pairs + 1)) / 2 - rise);
  if (pairs === 0) return { pairs, statistic, p: Number.NaN, method: 'exact' };
  const whole = pairs === differences.length && ties.every((size) => size === 1);
  if (whole && pairs <= MOST_EXACT) return { pairs, statistic, p: exactP(statistic, pairs), method: 'exact' };
  const mean = (pairs * (pairs + 1)) / 4;
  const correction = ties.reduce((sum, size) => sum + (size ** 3 - size), 0) / 48;
  const variance = (pairs * (pairs + 1) * (2 * pairs + 1)) / 24 - correction;
  const p = 2 * normalCdf(-Math.abs(statistic - mean) / Math.sqrt(variance), 0, 1);
  return { pairs, statistic, p: Math.min(1, p), method: 'normal' };
}

/** Twice the share of all signs whose rank sum is at most `statistic`: subsets of 1..pairs counted by their sum. */
function exactP(statistic: number, pairs: number): number {
  const counts = new Float64Array((pairs * (pairs + 1)) / 2 + 1);
  counts[0] = 1;
  for (let rank = 1; rank <= pairs; rank++)
    for (let sum = counts.length - 1; sum >= rank; sum--) counts[sum]! += counts[sum - rank]!;
  let below = 0;
  for (let sum = 0; sum <= statistic; sum++) below += counts[sum]!;
  return Math.min(1, (2 * below) / 2 ** pairs);
}
