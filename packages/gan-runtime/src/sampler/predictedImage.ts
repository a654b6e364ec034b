import type { Prediction } from '../modelFile/sampler.ts';
import type { NoiseLevel } from './noiseLevels.ts';

/**
 * The image without noise that a network's output stands for, clamped to `clip`. `epsilon`: Ho et al. 2020, equation 9 rearranged;
 * `v`: Salimans, Ho, "Progressive distillation for fast sampling of diffusion models", 2022, appendix D.
 */
export function predictedImage(
  prediction: Prediction,
  noisy: Float64Array,
  output: Float64Array,
  { image, noise }: NoiseLevel,
  clip: readonly [number, number] | undefined,
): Float64Array {
  const predict = {
    epsilon: (x: number, value: number) => (x - noise * value) / image,
    v: (x: number, value: number) => image * x - noise * value,
    sample: (_: number, value: number) => value,
    velocity: (x: number, value: number) => x - noise * value,
  }[prediction];
  return noisy.map((x, at) => clamp(predict(x, output[at]!), clip));
}

function clamp(value: number, clip: readonly [number, number] | undefined): number {
  return clip ? Math.min(Math.max(value, clip[0]), clip[1]) : value;
}
