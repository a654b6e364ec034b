import { quantileOf } from '../study/statistics/quantiles.ts';

/** How values are spread. */
export interface Spread {
  readonly least: number;
  /** 1st percentile. */
  readonly first: number;
  readonly median: number;
  /** Percentiles 0, 1, ... 100. */
  readonly percentiles: readonly number[];
}

export function spreadOf(values: ArrayLike<number>): Spread {
  const sorted = Array.from(values).sort((one, other) => one - other);
  const percentiles = Array.from({ length: 101 }, (_, percent) => quantileOf(sorted, percent / 100));
  return { least: percentiles[0]!, first: percentiles[1]!, median: percentiles[50]!, percentiles };
}

/** Share of values below a threshold. */
export function shareBelow(values: ArrayLike<number>, threshold: number): number {
  let below = 0;
  for (let at = 0; at < values.length; at++) if (values[at]! < threshold) below++;
  return below / values.length;
}
