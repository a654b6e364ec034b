import type { GraphInput } from '@roentgan/gan-runtime/model-file';

/** A class as generators take it, one-hot, under the name that families give it. */
export function labelInput(classes: number): GraphInput {
  return { kind: 'label', name: 'class', shape: ['N', classes], encoding: 'one-hot', default: 0 };
}

/** A normal latent. */
export function latentInput(name: string, ...sizes: number[]): GraphInput {
  return { kind: 'latent', name, shape: ['N', ...sizes], distribution: 'normal' };
}
