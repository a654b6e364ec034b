import type { Ceiling, CeilingSample, Instructions } from './results.ts';

/**
 * The most that one thread reached, for each set of instructions: over all loops, at the beginning and the end of the run. A
 * build for relaxed SIMD can use plain SIMD too, so that its ceiling is never the lower one.
 */
export function ceilingsOf(before: readonly CeilingSample[], after: readonly CeilingSample[]): Ceiling[] {
  const usable: Readonly<Record<Instructions, readonly Instructions[]>> = {
    simd: ['simd'],
    relaxed: ['simd', 'relaxed'],
  };
  return (['simd', 'relaxed'] as const).flatMap((instructions) => {
    if (!before.some((sample) => sample.instructions === instructions)) return [];
    const best = (samples: readonly CeilingSample[]): CeilingSample =>
      samples
        .filter((sample) => usable[instructions].includes(sample.instructions))
        .reduce((most, sample) => (sample.gmacs > most.gmacs ? sample : most));
    const [first, last] = [best(before), best(after)];
    return [{ instructions, gmacs: Math.max(first.gmacs, last.gmacs), before: first, after: last }];
  });
}
