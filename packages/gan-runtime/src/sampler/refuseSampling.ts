import type { SamplingOptions } from './samplerSettings.ts';

/** Throws RangeError where a call names settings of a sampler and the model makes its image in one step. */
export function refuseSampling(options: SamplingOptions): void {
  for (const name of ['sampler', 'steps', 'guidance'] as const) {
    if (options[name] !== undefined) {
      throw new RangeError(
        `${name} is ${JSON.stringify(options[name])}, but this model has no sampler: expected nothing`,
      );
    }
  }
}
