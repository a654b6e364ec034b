import type { NoiseSchedule, SamplerKind } from '../modelFile/sampler.ts';
import { predictedImage } from './predictedImage.ts';
import type { SamplingRun } from './samplingRun.ts';

type Towards = Extract<NoiseSchedule, { kind: 'flow' }>['towards'];

/**
 * Follows a rectified flow from noise (share 1) to image (share 0) in even steps: Liu, Gong, Liu, "Flow straight and fast: learning to
 * generate and transfer data with rectified flow", 2022, equation 1. `flowEuler` is one call of the network a step, `flowHeun` two: it
 * averages the velocities at both ends of Euler's step.
 */
export async function sampleFlow(
  kind: SamplerKind,
  towards: Towards,
  steps: number,
  run: SamplingRun,
): Promise<Float64Array> {
  let noisy = run.noise;
  for (let step = 1; step <= steps; step++) {
    const [from, to] = [(steps - step + 1) / steps, (steps - step) / steps];
    const start = await velocityAt(noisy, from, towards, run);
    const advance = (velocity: Float64Array) => noisy.map((x, at) => x + (to - from) * velocity[at]!);
    let next = advance(start.velocity);
    if (kind === 'flowHeun') {
      const end = await velocityAt(next, to, towards, run);
      next = advance(start.velocity.map((value, at) => (value + end.velocity[at]!) / 2));
    }
    noisy = next;
    await run.afterStep(step, step === steps ? noisy : start.image);
  }
  return noisy;
}

/** The velocity from image to noise, and the image at its end; where that is clamped, the velocity leads to it. */
async function velocityAt(
  noisy: Float64Array,
  share: number,
  towards: Towards,
  run: SamplingRun,
): Promise<{ velocity: Float64Array; image: Float64Array }> {
  const output = await run.predict(noisy, share);
  const velocity = towards === 'noise' ? output : output.map((value) => -value);
  const level = { time: share, kept: 1 - share, image: 1 - share, noise: share };
  const image = predictedImage('velocity', noisy, velocity, level, run.clip);
  if (!run.clip || share === 0) return { velocity, image };
  return { velocity: noisy.map((x, at) => (x - image[at]!) / share), image };
}
