import quantile from '@stdlib/stats-base-dists-beta-quantile';

/** A share with its exact interval. */
export interface Share {
  readonly count: number;
  readonly total: number;
  /** `count / total`; NaN where the total is 0. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Share of `count` in `total` with the exact binomial interval of Clopper and Pearson (Biometrika 26, 1934), from quantiles of the
 * beta distribution. What SciPy's `binomtest(count, total).proportion_ci(level)` gives.
 * @param level coverage, between 0 and 1
 */
export function binomialInterval(count: number, total: number, level = 0.95): Share {
  if (total === 0) return { count, total, share: Number.NaN, low: 0, high: 1 };
  const tail = (1 - level) / 2;
  return {
    count,
    total,
    share: count / total,
    low: count === 0 ? 0 : quantile(tail, count, total - count + 1),
    high: count === total ? 1 : quantile(1 - tail, count + 1, total - count),
  };
}
