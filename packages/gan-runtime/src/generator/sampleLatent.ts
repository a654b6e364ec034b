import { normalLatent, uniformLatent } from '../latent/latent.ts';
import type { LatentInput } from '../modelFile/model.ts';

/** A latent's values for one image, before truncation; `stream` is its place among the graph's latents. */
export function sampleLatent(
  { distribution, range: [low, high] = [-1, 1] }: LatentInput,
  stream: number,
  seed: number,
  count: number,
): Float32Array<ArrayBuffer> {
  return distribution === 'normal'
    ? normalLatent(seed, stream, count)
    : uniformLatent(seed, stream, count, low, high);
}
