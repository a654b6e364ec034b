import type { Tensor } from '@roentgan/kernels';
import type { TensorsByName } from '../backend.ts';
import type { Graph, LatentInput } from '../modelFile/model.ts';
import type { ImageOptions, OwnOptions } from './options.ts';
import { sampleLatent } from './sampleLatent.ts';

/**
 * As `makeInputs`, for a model whose images follow from a seed alone.
 * @throws RangeError where the call states more than that
 */
export function plainInputs(
  { inputs }: Graph,
  seeds: readonly number[],
  options: ImageOptions,
  each: readonly OwnOptions[] = [],
): TensorsByName {
  for (const stated of [options, ...each]) refuseAll(stated);
  return Object.fromEntries(
    (inputs as readonly LatentInput[]).map((latent, stream): [string, Tensor] => {
      const sizes = latent.shape.slice(1) as number[];
      const count = sizes.reduce((product, size) => product * size, 1);
      const data = new Float32Array(count * seeds.length);
      for (const [at, seed] of seeds.entries())
        data.set(sampleLatent(latent, stream, seed, count), at * count);
      return [latent.name, { shape: [seeds.length, ...sizes], data }];
    }),
  );
}

function refuseAll({ labels = {}, edits = {}, truncation = 1, mix }: ImageOptions): void {
  if (mix) throw new RangeError('mix: this model has no style mixing, expected nothing');
  for (const [kind, stated] of Object.entries({ label: labels, edit: edits })) {
    for (const name of Object.keys(stated)) {
      throw new RangeError(`${kind} "${name}" is unknown, expected one of none: this model has none`);
    }
  }
  if (truncation !== 1) {
    throw new RangeError(`truncation is ${truncation}, but this model states no mean: expected 1 or nothing`);
  }
}
