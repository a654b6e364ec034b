import quantile from '@stdlib/stats-base-dists-t-quantile';

export interface FleissKappa {
  /** 1 for full agreement, 0 for that of chance; NaN where all ratings are alike. */
  readonly kappa: number;
  readonly low: number;
  readonly high: number;
  readonly subjects: number;
  readonly raters: number;
}

/**
 * Fleiss' kappa (Psychological Bulletin 76, 1971) of a table: a row a subject, a column a category, how many raters chose it; the same
 * number of raters for all. The 95 % interval is that of the jackknife over subjects (Efron and Stein, Annals of Statistics 9,
 * 1981) with Student's t.
 * @throws RangeError where subjects have different numbers of raters, or fewer than two
 */
export function fleissKappa(table: readonly (readonly number[])[]): FleissKappa {
  const raters = (table[0] ?? []).reduce((sum, count) => sum + count, 0);
  for (const [subject, counts] of table.entries()) {
    const found = counts.reduce((sum, count) => sum + count, 0);
    if (found !== raters || raters < 2)
      throw new RangeError(
        `fleissKappa: subject ${subject} has ${found} ratings, expected ${Math.max(2, raters)}`,
      );
  }
  const subjects = table.length;
  const kappa = kappaOf(table, raters);
  const without = table.map((_, left) => kappaOf(table.toSpliced(left, 1), raters));
  const mean = without.reduce((sum, value) => sum + value, 0) / subjects;
  const spread = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(((subjects - 1) / subjects) * spread);
  const reach = subjects > 1 ? quantile(0.975, subjects - 1) * standardError : Number.NaN;
  return { kappa, low: Math.max(-1, kappa - reach), high: Math.min(1, kappa + reach), subjects, raters };
}

function kappaOf(table: readonly (readonly number[])[], raters: number): number {
  const ratings = table.length * raters;
  const categories = (table[0] ?? []).map((_, category) =>
    table.reduce((sum, counts) => sum + counts[category]!, 0),
  );
  const chance = categories.reduce((sum, count) => sum + (count / ratings) ** 2, 0);
  const agreeing = table.reduce(
    (sum, counts) => sum + counts.reduce((pairs, count) => pairs + count * (count - 1), 0),
    0,
  );
  const observed = agreeing / (ratings * (raters - 1));
  return 1 - chance > 1e-12 ? (observed - chance) / (1 - chance) : Number.NaN;
}
