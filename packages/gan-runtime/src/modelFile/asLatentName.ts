import { ModelFileError } from '../errors.ts';
import { asName } from './fields.ts';
import type { GraphInput } from './model.ts';

/** The name of one of the graph's latents. */
export function asLatentName(value: unknown, where: string, inputs: readonly GraphInput[]): string {
  const name = asName(value, where);
  if (!inputs.some((input) => input.kind === 'latent' && input.name === name)) {
    throw new ModelFileError(`${where} is "${name}", expected the name of a latent input`);
  }
  return name;
}
