import { diffusionKinds, flowKinds, type Sampler, type SamplerKind } from '../modelFile/sampler.ts';
import { samplerLimits } from '../modelFile/samplerLimits.ts';

/** How a call may sample, where the model is one that takes many steps. */
export interface SamplingOptions {
  /** The model's where absent. */
  readonly sampler?: SamplerKind;
  /** Steps from noise to image; the model's where absent. */
  readonly steps?: number;
  /** Scale of classifier-free guidance: 1 is the label alone, more enlarges what it does; the model's where absent. */
  readonly guidance?: number;
}

export interface SamplerSettings {
  readonly kind: SamplerKind;
  readonly steps: number;
  /** 1 where the model has no guidance. */
  readonly guidance: number;
}

/**
 * The model's settings with those of a call.
 * @param trainSteps how many training steps there are to choose from; absent for a flow
 * @throws RangeError where the model does not have them
 */
export function samplerSettings(
  sampler: Sampler,
  trainSteps: number | undefined,
  options: SamplingOptions,
): SamplerSettings {
  const kinds: readonly SamplerKind[] = sampler.schedule.kind === 'flow' ? flowKinds : diffusionKinds;
  const { sampler: kind = sampler.kind, steps = sampler.steps, guidance } = options;
  if (!kinds.includes(kind)) {
    throw new RangeError(`sampler is ${JSON.stringify(kind)}, this model takes ${kinds.join(', ')}`);
  }
  const most = Math.min(trainSteps ?? samplerLimits.samplerSteps, samplerLimits.samplerSteps);
  if (!Number.isInteger(steps) || steps < 1 || steps > most) {
    throw new RangeError(`steps is ${String(steps)}, expected an integer from 1 to ${most}`);
  }
  if (guidance !== undefined && !sampler.guidance) {
    throw new RangeError(`guidance is ${String(guidance)}, but this model has none: expected nothing`);
  }
  if (guidance !== undefined && (typeof guidance !== 'number' || !Number.isFinite(guidance))) {
    throw new RangeError(`guidance is ${String(guidance)}, expected a finite number`);
  }
  return { kind, steps, guidance: guidance ?? sampler.guidance?.scale ?? 1 };
}
