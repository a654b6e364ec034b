import type { Graph, LabelInput } from '../modelFile/model.ts';
import type { ImageOptions } from './options.ts';

/** Which latent an input takes its values from, and whose seed: the image's own or the mixed one. */
export interface LatentOrigin {
  readonly name: string;
  readonly seed: 'own' | number;
}

/** @throws RangeError for a model without style mixing, and for a layer that it has not */
export function checkMix({ mixing, inputs }: Graph, { mix }: ImageOptions): void {
  if (mix === undefined) return;
  if (!mixing) throw new RangeError('mix: this model has no style mixing, expected nothing');
  const layers = (inputs.find(({ name }) => name === mixing.from) as LabelInput).default;
  if (typeof mix.from !== 'number' || !(mix.from >= 0 && mix.from <= layers)) {
    throw new RangeError(`mix.from is ${String(mix.from)}, expected 0 to ${layers}, this model's layers`);
  }
}

export function originOf({ mixing }: Graph, name: string, { mix }: ImageOptions): LatentOrigin {
  if (name !== mixing?.second) return { name, seed: 'own' };
  return { name: mixing.latent, seed: mix?.seed ?? 'own' };
}
