import { ModelFileError } from '../errors.ts';
import type { NoiseSchedule } from '../modelFile/sampler.ts';
import { cosine } from './cosine.ts';

/** The largest beta of a cosine schedule; Nichol and Dhariwal 2021, section 3.2. */
const largestBeta = 0.999;
/** Their `s`, which keeps the first betas from being too small. */
const cosineOffset = 0.008;

/**
 * The share `a` of the image's variance that is left at each training step, the product of `1 - beta` so far; undefined for a flow.
 * Betas: Ho, Jain, Abbeel, "Denoising diffusion probabilistic models", 2020, section 4 (linear); Rombach et al., "High-resolution
 * image synthesis with latent diffusion models", 2022 (linear in the root); Nichol, Dhariwal, "Improved denoising diffusion probabilistic
 * models", 2021, equation 17 (cosine).
 * @param table values of the tensor that a `table` names
 * @throws ModelFileError where they do not fall from below 1 to above 0
 */
export function alphasCumprodOf(
  schedule: NoiseSchedule,
  table?: ArrayLike<number>,
): Float64Array | undefined {
  switch (schedule.kind) {
    case 'flow':
      return undefined;
    case 'table':
      return checked(
        Float64Array.from(table ?? []),
        `tensor "${schedule.alphasCumprod}" (sampler.schedule.alphasCumprod)`,
      );
    case 'cosine': {
      const { trainSteps } = schedule;
      const left = (step: number) => {
        const root = cosine((((step / trainSteps + cosineOffset) / (1 + cosineOffset)) * Math.PI) / 2);
        return root * root;
      };
      const beta = (step: number) => Math.min(1 - left(step + 1) / left(step), largestBeta);
      return checked(products(trainSteps, beta), 'sampler.schedule: alphasCumprod');
    }
    default: {
      const { trainSteps, betaStart, betaEnd } = schedule;
      const isRoot = schedule.kind === 'scaledLinear';
      const [first, last] = isRoot ? [Math.sqrt(betaStart), Math.sqrt(betaEnd)] : [betaStart, betaEnd];
      const beta = (step: number) => {
        const value = first + ((last - first) * step) / Math.max(1, trainSteps - 1);
        return isRoot ? value * value : value;
      };
      return checked(products(trainSteps, beta), 'sampler.schedule: alphasCumprod');
    }
  }
}

function products(count: number, beta: (step: number) => number): Float64Array {
  let left = 1;
  return Float64Array.from({ length: count }, (_, step) => {
    left *= 1 - beta(step);
    return left;
  });
}

function checked(values: Float64Array, where: string): Float64Array {
  let previous = 1;
  for (const [step, value] of values.entries()) {
    if (!(value > 0 && value < previous)) {
      throw new ModelFileError(`${where}[${step}] is ${value}, expected above 0 and below ${previous}`);
    }
    previous = value;
  }
  return values;
}
