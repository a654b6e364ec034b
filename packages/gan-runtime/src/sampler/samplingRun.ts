import type { NoiseLevel } from './noiseLevels.ts';

/** What a rule of sampling needs of its surroundings. Values are those of all images, one after the other. */
export interface SamplingRun {
  /** Noise to start from. */
  readonly noise: Float64Array;
  /** Bounds of the predicted image. */
  readonly clip?: readonly [number, number] | undefined;
  /** The network's output for a noisy image at a time. */
  predict(noisy: Float64Array, time: number): Promise<Float64Array>;
  /** Fresh noise for a step, counted from 1. */
  stepNoise(step: number): Float64Array;
  /** Called after each step, counted from 1, with the image without noise as it looks by now. */
  afterStep(step: number, image: Float64Array): void | Promise<void>;
}

/** One step of a diffusion sampler: the noisy image at `to`, from that at `from` and the image predicted there. */
export type Update = (
  noisy: Float64Array,
  image: Float64Array,
  from: NoiseLevel,
  to: NoiseLevel,
  stepNoise: () => Float64Array,
) => Float64Array;
