import type { ContenderName } from './contenders.ts';
import { filled, seededRandom } from './random.ts';
import type { ContenderResult, ModelResult, Results, Timing } from './results.ts';
import { type Interval, median, quantile } from './statistics.ts';

export type Verdict = 'faster' | 'slower' | 'no difference';

/** One contender's images, now against before. */
export interface Comparison {
  readonly model: string;
  /** With the extra's name behind it, where it is one. */
  readonly contender: string;
  readonly runsOn: string;
  /** Median milliseconds, or ratios to the baseline contender. */
  readonly before: number;
  readonly now: number;
  /** Median now over median before, and its 95 % interval. */
  readonly ratio: number;
  readonly interval: Interval;
  /** How large a change must be for these samples to show it, as a part: half of the interval's width over the ratio. */
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

export interface CompareOptions {
  readonly threshold?: number;
  readonly relative?: boolean;
}

/** Two files that say nothing about each other. */
export class IncomparableError extends Error {}

const resamples = 2000;

/**
 * Holds results against earlier ones of the same machine. The files were measured one after the other, not in turns, so that their
 * medians are resampled independently; what moved the whole machine between them shows as a difference.
 * @param threshold part by which a contender may be slower
 * @param relative compares each image's time over the baseline contender's of the same round: a machine whose speed moved between
 *   the files moves both
 * @throws IncomparableError where runtimes, adapters, processors or the models themselves differ, or nothing is in both
 */
export function compareResults(
  now: Results,
  before: Results,
  { threshold = 0, relative = false }: CompareOptions = {},
): ComparedResults {
  checkMachines(now, before);
  if (relative) checkBaselines(now, before);
  const comparisons: Comparison[] = [];
  const unmatched: string[] = [];
  for (const model of now.models) {
    const earlier = before.models.find(({ name }) => name === model.name);
    if (!earlier) {
      unmatched.push(`${model.name} is not in the baseline`);
      continue;
    }
    checkModels(model, earlier);
    const [here, there] = [model, earlier].map((each) =>
      relative ? inRatios(each, now.settings.baseline) : each,
    );
    for (const contender of here!.contenders) {
      const other = there!.contenders.find(({ name }) => name === contender.name);
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
  const ratio = median(now) / median(before);
  return {
    before: median(before),
    now: median(now),
    ratio,
    interval,
    detectable: (high - low) / 2 / ratio,
    verdict: low > 1 ? 'slower' : high < 1 ? 'faster' : 'no difference',
    isRegression: low > 1 + threshold,
  };
}

function checkMachines(now: Results, before: Results): void {
  const facts: readonly [string, string, string][] = [
    ['runtime', now.runtime, before.runtime],
    ['processor', describeProcessor(now), describeProcessor(before)],
    ['WebGPU adapter', now.adapter.webgpu, before.adapter.webgpu],
    ['pause between images', `${now.settings.pause} ms`, `${before.settings.pause} ms`],
  ];
  for (const [what, found, expected] of facts) {
    if (found !== expected) {
      throw new IncomparableError(
        `compare: ${what} is "${found}", in the baseline "${expected}", expected the same`,
      );
    }
  }
}

/** Ratios to a contender say something where it is the same in both files, and no part of what may have changed. */
function checkBaselines(now: Results, before: Results): void {
  const describe = ({ settings: { baseline }, versions }: Results): string =>
    baseline.startsWith('tfjs')
      ? `${baseline} ${versions.tfjs}`
      : baseline.startsWith('ort')
        ? `${baseline} ${versions.ort}`
        : baseline;
  const [found, expected] = [describe(now), describe(before)];
  if (found !== expected || now.settings.baseline.startsWith('roentgan')) {
    throw new IncomparableError(
      `compare: --relative has the baselines "${found}" and "${expected}", expected the same version of a peer`,
    );
  }
}

/** The model's contenders with every image's time over the baseline's of the same round, instead of milliseconds. */
function inRatios(model: ModelResult, baseline: ContenderName): Pick<ModelResult, 'contenders'> {
  const samples = model.contenders.find(({ name }) => name === baseline)?.image.samples;
  if (!samples) {
    throw new IncomparableError(
      `compare: ${model.name} was not measured with ${baseline}, which --relative needs`,
    );
  }
  const over = <Timed extends Timing>(timing: Timed): Timed => ({
    ...timing,
    samples: timing.samples.map((sample, round) => sample / samples[round]!),
  });
  const contenders = model.contenders
    .filter(({ name }) => name !== baseline)
    .map((contender) => ({
      ...contender,
      image: over(contender.image),
      extras: contender.extras.map(over),
    }));
  return { contenders };
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
