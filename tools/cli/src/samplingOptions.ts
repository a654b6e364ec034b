import type { Sampler, SamplerKind, SamplingOptions } from '@roentgan/gan-runtime';
import { diffusionKinds, flowKinds } from '@roentgan/gan-runtime/model-file';
import type { ParsedArguments } from './arguments.ts';
import { UsageError } from './errors.ts';

/** Options of a command that samples images, for `parseArguments`. */
export const samplingOptions = {
  steps: { type: 'string' },
  sampler: { type: 'string' },
  guidance: { type: 'string' },
} as const;

const MOST_STEPS = 10_000;
const LARGEST_GUIDANCE = 1000;

/** Reads `--steps`, `--sampler` and `--guidance`; throws `UsageError`. */
export function readSampling(parsed: ParsedArguments): SamplingOptions {
  const sampler = parsed.choice('sampler', [...diffusionKinds, ...flowKinds]);
  const steps = parsed.integer('steps', 1, MOST_STEPS);
  const guidance = parsed.number('guidance', -LARGEST_GUIDANCE, LARGEST_GUIDANCE);
  return {
    ...(sampler !== undefined && { sampler }),
    ...(steps !== undefined && { steps }),
    ...(guidance !== undefined && { guidance }),
  };
}

/** All settings that a model's images are sampled with, none where it has no sampler. Throws `UsageError`. */
export function resolveSampling(given: SamplingOptions, sampler: Sampler | undefined): SamplingOptions {
  if (!sampler) {
    const [option] = Object.keys(given);
    if (option !== undefined) throw new UsageError(`--${option}: the model has no sampler`);
    return {};
  }
  if (given.guidance !== undefined && !sampler.guidance)
    throw new UsageError('--guidance: the model has none');
  const kinds: readonly SamplerKind[] = sampler.schedule.kind === 'flow' ? flowKinds : diffusionKinds;
  if (given.sampler !== undefined && !kinds.includes(given.sampler))
    throw new UsageError(`--sampler is "${given.sampler}", this model takes ${kinds.join(', ')}`);
  const { schedule } = sampler;
  if ('trainSteps' in schedule && given.steps !== undefined && given.steps > schedule.trainSteps)
    throw new UsageError(`--steps is ${given.steps}, this model takes 1 to ${schedule.trainSteps}`);
  return {
    sampler: sampler.kind,
    steps: sampler.steps,
    ...(sampler.guidance && { guidance: sampler.guidance.scale }),
    ...given,
  };
}
