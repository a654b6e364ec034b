import type { Sampler } from '../modelFile/sampler.ts';
import { ddim } from './ddim.ts';
import { ddpm } from './ddpm.ts';
import { dpmSolver } from './dpmSolver.ts';
import { noiseLevels } from './noiseLevels.ts';
import { predictedImage } from './predictedImage.ts';
import type { SamplingRun, Update } from './samplingRun.ts';

/** Takes noise to images level by level; one call of the network a step. */
export async function sampleDiffusion(
  { kind, prediction, variance }: Pick<Sampler, 'kind' | 'prediction' | 'variance'>,
  alphasCumprod: Float64Array,
  steps: number,
  run: SamplingRun,
): Promise<Float64Array> {
  const update = updateOf(kind, variance);
  const levels = noiseLevels(alphasCumprod, steps);
  let noisy = run.noise;
  for (let step = 1; step <= steps; step++) {
    const [from, to] = [levels[step - 1]!, levels[step]!];
    const output = await run.predict(noisy, from.time);
    const image = predictedImage(prediction, noisy, output, from, run.clip);
    noisy = update(noisy, image, from, to, () => run.stepNoise(step));
    await run.afterStep(step, step === steps ? noisy : image);
  }
  return noisy;
}

function updateOf(kind: Sampler['kind'], variance: Sampler['variance']): Update {
  if (kind === 'ddpm') return ddpm(variance);
  return kind === 'ddim' ? ddim : dpmSolver();
}
