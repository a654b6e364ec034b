import { fillLatent } from './latent.ts';
import { normalQuantile } from './normalQuantile.ts';

/**
 * Standard normal values for one step of a sampler, counted from 1; otherwise as `normalLatent`, which is what the first step
 * starts from.
 */
export function stepNoise(
  seed: number,
  stream: number,
  step: number,
  count: number,
): Float32Array<ArrayBuffer> {
  return fillLatent(seed, stream, count, normalQuantile, step);
}
