/** Of repeated measurements of one quantity, in its unit. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  /** At least 95 % sure to hold the median, where there are six samples or more; else the range of the samples. */
  readonly interval: readonly [low: number, high: number];
  readonly p95: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** The value below which `fraction` of ascending samples lie, interpolated linearly (Hyndman and Fan 1996, type 7). */
function quantile(sorted: ArrayLike<number>, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return low + (sorted[Math.min(below + 1, sorted.length - 1)]! - low) * (position - below);
}

/**
 * How many samples from either end bound the median with 95 % confidence: the sign test's interval, which assumes
 * nothing about how samples are distributed (Conover, Practical Nonparametric Statistics, 3.2).
 */
function rankOfBound(count: number): number {
  let probability = 0.5 ** count;
  let below = 0;
  let rank = 0;
  while (below + probability <= 0.025) {
    below += probability;
    rank++;
    probability *= (count - rank + 1) / rank;
  }
  return Math.max(0, rank - 1);
}

/** @throws RangeError without samples */
export function summarise(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new RangeError('summarise: no samples, expected at least 1');
  const sorted = Float64Array.from(samples).sort();
  const rank = rankOfBound(sorted.length);
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5),
    interval: [sorted[rank]!, sorted[sorted.length - 1 - rank]!],
    p95: quantile(sorted, 0.95),
    minimum: sorted[0]!,
    maximum: sorted.at(-1)!,
  };
}
