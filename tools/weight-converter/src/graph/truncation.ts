import type { Graph, GraphInput } from '@roentgan/gan-runtime/model-file';

/** Truncation of the first normal latent, towards its mean 0. */
export function firstNormalLatent(inputs: readonly GraphInput[]): Graph['truncation'] {
  const latent = inputs.find((input) => input.kind === 'latent' && input.distribution === 'normal');
  return latent && { tensor: latent.name, mean: 0 };
}
