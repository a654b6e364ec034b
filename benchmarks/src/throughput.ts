import type { Throughput } from './results.ts';
import { median, medianInterval } from './statistics.ts';

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
