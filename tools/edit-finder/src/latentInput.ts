import type { Graph, LatentInput } from '@roentgan/gan-runtime';

/** The latent that edits move. */
export interface EditedLatent {
  readonly input: LatentInput;
  /** Its place among the latents, which `normalLatent` takes as stream. */
  readonly stream: number;
  /** Its values of one image. */
  readonly length: number;
  readonly shape: readonly number[];
}

/**
 * The normal latent called `name`, or else the first that is a vector: noise maps are left alone.
 * @throws RangeError where there is none
 */
export function editedLatent({ inputs }: Pick<Graph, 'inputs'>, name?: string): EditedLatent {
  const latents = inputs.filter((input): input is LatentInput => input.kind === 'latent');
  const found = latents.findIndex(
    (latent) =>
      latent.distribution === 'normal' && (name === undefined ? isVector(latent) : latent.name === name),
  );
  const input = latents[found];
  if (!input) {
    const expected = name === undefined ? 'a normal latent of shape [N,C] or [N,C,1,1]' : 'one';
    const given = inputs.map((each) => `the ${each.kind} "${each.name}" [${each.shape}]`).join(', ');
    throw new RangeError(
      `${name === undefined ? 'the model has no latent to edit' : `"${name}" is no normal latent of the model`}: it takes ${given}, expected ${expected}`,
    );
  }
  const shape = input.shape.slice(1) as number[];
  return { input, stream: found, length: shape.reduce((product, size) => product * size, 1), shape };
}

function isVector({ shape }: LatentInput): boolean {
  return shape.slice(1).filter((size) => size !== 1).length <= 1;
}
