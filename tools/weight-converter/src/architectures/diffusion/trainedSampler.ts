import { ModelFileError, type Sampler } from '@roentgan/gan-runtime/model-file';
import { FamilySettings } from './familySettings.ts';

/** Inputs and outputs of a network that a sampler runs, as its family names them. */
export type SamplerEnds = Pick<Sampler, 'image' | 'timestep' | 'output'>;

const trainSteps = 1000;

/** What most diffusion models are trained with: Ho et al. 2020, section 4. */
const usual: Omit<Sampler, keyof SamplerEnds> = {
  kind: 'ddim',
  prediction: 'epsilon',
  schedule: { kind: 'linear', trainSteps, betaStart: 1e-4, betaEnd: 0.02 },
  steps: 50,
  clip: [-1, 1],
};

/**
 * The sampler of a family's file and a note of what was taken to be so. `scheduler`, the contents of diffusers' scheduler_config.json, and
 * then `sampler`, fields of the model file's own, win over what is usual. The result is checked where the model is written.
 */
export function trainedSampler(
  ends: SamplerEnds,
  settings: FamilySettings,
): { sampler: Sampler; note: string } {
  const scheduler = asRecord(settings, 'scheduler');
  const stated = asRecord(settings, 'sampler');
  const sampler = {
    ...usual,
    ...ends,
    ...(scheduler && fromScheduler(new FamilySettings(scheduler))),
    ...stated,
  } as Sampler;
  const { kind, prediction, schedule } = sampler;
  const assumed =
    scheduler || stated ? '' : ', taken to be so, because weights do not say it (--arch with a JSON file)';
  return { sampler, note: `${kind} sampler, ${prediction} prediction, ${schedule?.kind} schedule${assumed}` };
}

function asRecord(settings: FamilySettings, name: string): Readonly<Record<string, unknown>> | undefined {
  const value = settings.value(name);
  if (value === undefined) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ModelFileError(`architecture file: ${name} is no object`);
}

const kinds = {
  DDPMScheduler: 'ddpm',
  DDIMScheduler: 'ddim',
  DPMSolverMultistepScheduler: 'dpmSolver++',
} as const;

/** diffusers' schedulers of the kinds that there are here; what else changes the result is refused by name. */
function fromScheduler(config: FamilySettings): Partial<Sampler> {
  const name = config.value('_class_name');
  const kind = kinds[name as keyof typeof kinds] ?? 'ddim';
  const betaSchedule = config.choice('beta_schedule', ['linear', 'scaled_linear', 'squaredcos_cap_v2']);
  const steps = config.integer('num_train_timesteps', trainSteps);
  const [betaStart, betaEnd] = [config.number('beta_start', 1e-4), config.number('beta_end', 0.02)];
  const bound = config.number('clip_sample_range', 1);
  const clips = config.boolean('clip_sample', kind !== 'dpmSolver++');
  const variance = config.choice('variance_type', ['fixed_small', 'fixed_large', 'fixed_small_log']);
  for (const option of ['rescale_betas_zero_snr', 'thresholding', 'use_karras_sigmas'] as const) {
    if (config.boolean(option, false))
      throw new ModelFileError(`architecture file: ${option} is not supported`);
  }
  if (config.has('trained_betas'))
    throw new ModelFileError('architecture file: trained_betas is not supported');
  const prediction = config.choice('prediction_type', ['epsilon', 'v_prediction', 'sample']);
  return {
    kind,
    prediction: prediction === 'v_prediction' ? 'v' : prediction,
    schedule:
      betaSchedule === 'squaredcos_cap_v2'
        ? { kind: 'cosine', trainSteps: steps }
        : {
            kind: betaSchedule === 'linear' ? 'linear' : 'scaledLinear',
            trainSteps: steps,
            betaStart,
            betaEnd,
          },
    steps: Math.min(kind === 'ddpm' ? steps : usual.steps, steps),
    ...(clips ? { clip: [-bound, bound] } : { clip: undefined }),
    ...(kind === 'ddpm' && { variance: variance === 'fixed_large' ? 'large' : 'small' }),
  } as Partial<Sampler>;
}
