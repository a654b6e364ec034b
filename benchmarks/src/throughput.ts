import type { Throughput } from './results.ts';
import { median, medianInterval } from './statistics.ts';

/** Runs of each batch size, where so many rounds are timed: enough for a median, few enough for 64 images on a processor. */
export function throughputRuns(rounds: number): number {
  return Math.min(7, rounds);
}

/** Images a second of runs that make `batch` images each, from their milliseconds. */
export function throughputOf(batch: number, samples: readonly number[]): Throughput {
  const perSecond = (milliseconds: number): number => (batch * 1000) / milliseconds;
  const [fast, slow] = medianInterval(samples);
  return {
    batch,
    samples,
    imagesPerSecond: perSecond(median(samples)),
    interval: [perSecond(slow), perSecond(fast)],
  };
}
