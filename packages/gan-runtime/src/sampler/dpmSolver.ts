import { logarithm } from '../latent/logarithm.ts';
import type { NoiseLevel } from './noiseLevels.ts';
import type { Update } from './samplingRun.ts';

/**
 * DPM-Solver++(2M): Lu, Zhou, Bao, Chen, Li, Zhu, "DPM-Solver++: fast solver for guided sampling of diffusion probabilistic models", 2022,
 * algorithm 2. `exp(-h)` is a quotient of levels, so nothing but the logarithms for r needs more than + - * /. The first
 * step and the last, where h is infinite, are of first order.
 */
export function dpmSolver(): Update {
  let before: { readonly image: Float64Array; readonly h: number } | undefined;
  return (noisy, image, from, to) => {
    const h = to.noise === 0 ? Number.POSITIVE_INFINITY : logSignalToNoise(to) - logSignalToNoise(from);
    const ratio = to.noise / from.noise;
    const ofImage = to.image - ratio * from.image;
    const previous = to.noise === 0 ? undefined : before;
    const extrapolation = previous ? h / previous.h / 2 : 0;
    before = { image, h };
    return noisy.map((x, at) => {
      const here = image[at]!;
      const data = previous ? here + extrapolation * (here - previous.image[at]!) : here;
      return ratio * x + ofImage * data;
    });
  };
}

function logSignalToNoise({ image, noise }: NoiseLevel): number {
  return logarithm(image / noise);
}
