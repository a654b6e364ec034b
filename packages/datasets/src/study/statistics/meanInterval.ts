import quantile from '@stdlib/stats-base-dists-t-quantile';

export interface MeanInterval {
  readonly count: number;
  /** NaN where there is nothing. */
  readonly mean: number;
  /** Of the sample, over n - 1. */
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

/** The mean with its 95 % interval by Student's t; the interval is NaN for fewer than two values. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (count - 1));
  const reach = count > 1 ? (quantile(0.975, count - 1) * deviation) / Math.sqrt(count) : Number.NaN;
  return {
    count,
    mean,
    deviation: count > 1 ? deviation : Number.NaN,
    low: mean - reach,
    high: mean + reach,
  };
}
