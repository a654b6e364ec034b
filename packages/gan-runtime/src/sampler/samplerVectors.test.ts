import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NoiseSchedule, Sampler } from '../modelFile/sampler.ts';
import { alphasCumprodOf } from './alphasCumprod.ts';
import { cosine } from './cosine.ts';
import { sampleDiffusion } from './sampleDiffusion.ts';
import { sampleFlow } from './sampleFlow.ts';

interface Case extends Pick<Sampler, 'kind' | 'prediction' | 'steps'> {
  readonly schedule: NoiseSchedule & { readonly values?: readonly number[] };
  readonly clip: readonly [number, number] | null;
  readonly variance: 'small' | 'large';
  readonly scale: number;
  readonly offset: number;
  readonly noise: readonly number[];
  readonly stepNoise?: readonly (readonly number[])[];
  /** The predicted image after each step; after the last, the sampled one. */
  readonly images: readonly (readonly number[])[];
}

// Written by test/sampler-vectors.py, which follows other forms of the papers' formulas, in doubles.
const vectors: {
  cases: Case[];
  alphasCumprod: { schedule: NoiseSchedule; values?: number[]; last?: number[] }[];
} = JSON.parse(readFileSync(new URL('../../test/sampler-vectors.json', import.meta.url), 'utf8'));

/** As `network` in sampler-vectors.py. */
function network(x: Float64Array, time: number): Float64Array {
  return x.map(
    (value, at) => (0.7 * value + 0.2 * x[(at + 1) % x.length]!) / (1 + 0.3 * value * value) + 0.05 * time,
  );
}

/** Both sides round differently in every step: some hundred units in the last place of values of order 1. */
const tolerance = 1e-11;

describe('trajectories', () => {
  it.each(vectors.cases)('$kind, $prediction, $schedule.kind, $steps steps, clip $clip', async (expected) => {
    const { schedule, steps, kind, clip, scale, offset, stepNoise } = expected;
    const images: number[][] = [];
    const run = {
      noise: Float64Array.from(expected.noise),
      clip: clip ?? undefined,
      predict: async (x: Float64Array, time: number) => network(x, scale * time + offset),
      stepNoise: (step: number) => Float64Array.from(stepNoise![step - 1]!),
      afterStep(step: number, image: Float64Array) {
        expect(step).toBe(images.length + 1);
        images.push([...image]);
      },
    };
    const last =
      schedule.kind === 'flow'
        ? await sampleFlow(kind, schedule.towards, steps, run)
        : await sampleDiffusion(expected, alphasCumprodOf(schedule, schedule.values)!, steps, run);
    expect([...last]).toEqual(images.at(-1));
    expect(images).toHaveLength(expected.images.length);
    images.flat().forEach((value, at) => {
      expect(Math.abs(value - expected.images.flat()[at]!)).toBeLessThan(tolerance);
    });
  });
});

describe('noise schedules', () => {
  it.each(vectors.alphasCumprod)('$schedule.kind of $schedule.trainSteps', ({ schedule, values, last }) => {
    const found = alphasCumprodOf(schedule)!;
    const expected = values ?? last!;
    [...found.slice(-expected.length)].forEach((value, at) => {
      // Products of up to a thousand factors against exp of a sum of logarithms.
      expect(Math.abs(value / expected[at]! - 1)).toBeLessThan(1e-9);
    });
  });

  it('has its own cosine', () => {
    for (let angle = 0; angle <= Math.PI / 2; angle += 1e-3) {
      expect(Math.abs(cosine(angle) - Math.cos(angle))).toBeLessThan(2.3e-16);
    }
    expect([cosine(0), cosine(Math.PI / 2)]).toEqual([1, 0]);
  });
});
