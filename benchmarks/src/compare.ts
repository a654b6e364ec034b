import { filled, seededRandom } from './random.ts';
import type { ContenderResult, ModelResult, Results } from './results.ts';
import { type Interval, median, quantile } from './statistics.ts';

export type Verdict = 'faster' | 'slower' | 'no difference';

/** One contender's images, now against before. */
export interface Comparison {
  readonly model: string;
  /** With the extra's name behind it, where it is one. */
  readonly contender: string;
  readonly runsOn: string;
  /** Median milliseconds. */
  readonly before: number;
  readonly now: number;
  /** Median now over median before, and its 95 % interval. */
  readonly ratio: number;
  readonly interval: Interval;
  /** How far a ratio must be from 1 for these samples to show it, as a part: half of the interval's width. */
  readonly detectable: number;
  readonly verdict: Verdict;
  /** Slower by more than the threshold allows. */
  readonly isRegression: boolean;
}

export interface ComparedResults {
  readonly comparisons: readonly Comparison[];
  /** What one of the files lacks. */
  readonly unmatched: readonly string[];
}

/** Two files that say nothing about each other. */
export class IncomparableError extends Error {}

const resamples = 2000;

/**
 * Holds results against earlier ones of the same machine. The files were measured one after the other, not in turns, so that their
 * medians are resampled independently; what moved the whole machine between them shows as a difference.
 * @param threshold part by which a contender may be slower
 * @throws IncomparableError where runtimes, adapters, processors or the models themselves differ, or nothing is in both
 */
export function compareResults(now: Results, before: Results, threshold = 0): ComparedResults {
  checkMachines(now, before);
  const comparisons: Comparison[] = [];
  const unmatched: string[] = [];
  for (const model of now.models) {
    const earlier = before.models.find(({ name }) => name === model.name);
    if (!earlier) {
      unmatched.push(`${model.name} is not in the baseline`);
      continue;
    }
    checkModels(model, earlier);
    for (const contender of model.contenders) {
      const other = earlier.contenders.find(({ name }) => name === contender.name);
      if (!other) unmatched.push(`${model.name}: ${contender.name} is not in the baseline`);
      else comparisons.push(...compareContenders(model.name, contender, other, threshold, unmatched));
    }
    for (const { name } of earlier.contenders) {
      if (!model.contenders.some((contender) => contender.name === name)) {
        unmatched.push(`${model.name}: ${name} is only in the baseline`);
      }
    }
  }
  for (const { name } of before.models) {
    if (!now.models.some((model) => model.name === name)) unmatched.push(`${name} is only in the baseline`);
  }
  if (comparisons.length === 0) {
    throw new IncomparableError(
      `compare: no contender on a model is in both files (${unmatched.join('; ')}), expected at least one`,
    );
  }
  return { comparisons, unmatched };
}

function compareContenders(
  model: string,
  now: ContenderResult,
  before: ContenderResult,
  threshold: number,
  unmatched: string[],
): Comparison[] {
  if (now.backend !== before.backend) {
    unmatched.push(`${model}: ${now.name} ran on ${now.backend}, in the baseline on ${before.backend}`);
    return [];
  }
  const runsOn = now.backend;
  const compared = (contender: string, samples: readonly number[], earlier: readonly number[]) => ({
    model,
    contender,
    runsOn,
    ...compareSamples(samples, earlier, threshold),
  });
  const extras = now.extras.flatMap(({ what, samples }) => {
    const other = before.extras.find((extra) => extra.what === what);
    return other ? [compared(`${now.name}, ${what}`, samples, other.samples)] : [];
  });
  return [compared(now.name, now.image.samples, before.image.samples), ...extras];
}

/** Medians against each other, with the bootstrap's interval (Efron 1979, percentile method) of their ratio. */
export function compareSamples(
  now: readonly number[],
  before: readonly number[],
  threshold = 0,
): Omit<Comparison, 'model' | 'contender' | 'runsOn'> {
  const random = seededRandom(1);
  const resampled = (samples: readonly number[]): number =>
    median(filled(samples.length, () => samples[Math.floor(random.uniform(0, samples.length))]!));
  const ratios = Array.from({ length: resamples }, () => resampled(now) / resampled(before));
  const interval: Interval = [quantile(ratios, 0.025), quantile(ratios, 0.975)];
  const [low, high] = interval;
  return {
    before: median(before),
    now: median(now),
    ratio: median(now) / median(before),
    interval,
    detectable: (high - low) / 2,
    verdict: low > 1 ? 'slower' : high < 1 ? 'faster' : 'no difference',
    isRegression: low > 1 + threshold,
  };
}

function checkMachines(now: Results, before: Results): void {
  const facts: readonly [string, string, string][] = [
    ['runtime', now.runtime, before.runtime],
    ['processor', describeProcessor(now), describeProcessor(before)],
    ['WebGPU adapter', now.adapter.webgpu, before.adapter.webgpu],
  ];
  for (const [what, found, expected] of facts) {
    if (found !== expected) {
      throw new IncomparableError(
        `compare: ${what} is "${found}", in the baseline "${expected}", expected the same`,
      );
    }
  }
}

function describeProcessor({ machine }: Results): string {
  return `${machine.cores} cores of ${machine.processor}`;
}

function checkModels({ name, parameters }: ModelResult, before: ModelResult): void {
  if (parameters !== before.parameters) {
    throw new IncomparableError(
      `compare: ${name} has ${parameters} parameters, in the baseline ${before.parameters}, expected the same model`,
    );
  }
}
