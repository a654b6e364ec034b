import type { Tensor } from '@roentgan/kernels';
import { elementCount } from '@roentgan/kernels/core';
import type { TensorsByName } from '../backend.ts';
import type { Graph, LatentInput } from '../modelFile/model.ts';
import type { ImageOptions } from './options.ts';
import { sampleLatent } from './sampleLatent.ts';

/**
 * As `makeInputs`, for one image of a model whose images follow from a seed alone.
 * @throws RangeError where the call states more than that
 */
export function plainInputs({ inputs }: Graph, seed: number, options: ImageOptions): TensorsByName {
  refuseAll(options);
  return Object.fromEntries(
    (inputs as readonly LatentInput[]).map((latent, stream): [string, Tensor] => {
      const shape = [1, ...(latent.shape.slice(1) as number[])];
      const data = sampleLatent(latent, stream, seed, elementCount(shape));
      return [latent.name, { shape, data }];
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
