import cdf from '@stdlib/stats-base-dists-binomial-cdf';

export interface McNemar {
  /** Numbers of the two kinds of discordant pairs. */
  readonly first: number;
  readonly second: number;
  /** Two-sided; 1 where there is no discordant pair. */
  readonly p: number;
}

/**
 * The exact test of McNemar (Psychometrika 12, 1947): whether the two kinds of discordant pairs are equally likely, by the binomial
 * distribution. What SciPy's `binomtest(first, first + second, 0.5).pvalue` gives.
 */
export function mcNemar(first: number, second: number): McNemar {
  const pairs = first + second;
  const p = pairs === 0 ? 1 : Math.min(1, 2 * cdf(Math.min(first, second), pairs, 0.5));
  return { first, second, p };
}
