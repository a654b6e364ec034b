import { filled, seededRandom } from './random.ts';

/** Bounds of a 95 % confidence interval. */
export type Interval = readonly [low: number, high: number];

export interface Summary {
  readonly count: number;
  readonly median: number;
  /** Of the median, by bootstrap. */
  readonly interval: Interval;
  readonly minimum: number;
  readonly p95: number;
  readonly maximum: number;
}

/** The value below which `fraction` of the samples lie, interpolated linearly (Hyndman and Fan 1996, type 7). */
export function quantile(samples: ArrayLike<number>, fraction: number): number {
  if (samples.length === 0) throw new RangeError('quantile: no samples, expected at least 1');
  const sorted = Float64Array.from(samples).sort();
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

export function median(samples: ArrayLike<number>): number {
  return quantile(samples, 0.5);
}

/** The bootstrap's 95 % interval of the median (Efron 1979, percentile method), the same for the same samples. */
export function medianInterval(samples: readonly number[], resamples = 2000): Interval {
  if (samples.length === 0) throw new RangeError('medianInterval: no samples, expected at least 1');
  const random = seededRandom(1);
  const draw = (): number => samples[Math.floor(random.uniform(0, samples.length))]!;
  const medians = Array.from({ length: resamples }, () => median(filled(samples.length, draw)));
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}

export function summarise(samples: readonly number[]): Summary {
  return {
    count: samples.length,
    median: median(samples),
    interval: medianInterval(samples),
    minimum: quantile(samples, 0),
    p95: quantile(samples, 0.95),
    maximum: quantile(samples, 1),
  };
}

export interface Ratio {
  readonly median: number;
  readonly interval: Interval;
}

/** How many times longer `samples` took than `baseline`: the median of the ratios of each round, with its interval. */
export function pairedRatio(samples: readonly number[], baseline: readonly number[]): Ratio {
  if (samples.length !== baseline.length) {
    throw new RangeError(
      `pairedRatio: ${samples.length} samples, expected ${baseline.length} as the baseline has`,
    );
  }
  const ratios = samples.map((sample, round) => sample / baseline[round]!);
  return { median: median(ratios), interval: medianInterval(ratios) };
}
