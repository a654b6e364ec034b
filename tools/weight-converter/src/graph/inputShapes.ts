import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { BATCH } from './shape.ts';

/** Sizes for inputs whose file leaves some open, by input name and in the source's layout: `{ photo: [1, 3, 256, 256] }`. */
export type InputShapes = Readonly<Record<string, readonly number[]>>;

export interface DeclaredInput {
  readonly name: string;
  /** Open sizes are names, absent or below 1; undefined where not even the rank is known. */
  readonly sizes: readonly (number | string | undefined)[] | undefined;
}

/** Shapes with BATCH first, and the number that was there where the source fixes the batch. Throws ModelFileError. */
export function resolveShapes(
  inputs: readonly DeclaredInput[],
  where: string,
  given: InputShapes = {},
): { shapes: number[][]; fixedBatch: number | undefined } {
  const fail = (name: string, message: string): never => {
    throw new ModelFileError(`${where}: input "${name}" ${message}`);
  };
  if (inputs.length === 0) throw new ModelFileError(`${where}: has no inputs, expected at least one`);
  const resolved = inputs.map((input) => {
    const { name } = input;
    const sizes =
      given[name] ?? input.sizes ?? fail(name, `has no shape; state it with --shape ${name}=1,...`);
    if (sizes.length < 1 || sizes.length > 6)
      fail(name, `has ${sizes.length} axes, expected 1 to 6 with the batch first`);
    const rest = sizes.slice(1).map((size, axis) => {
      if (typeof size === 'number' && size >= 1 && Number.isInteger(size)) return size;
      const open = typeof size === 'string' ? ` ("${size}")` : '';
      const example = sizes.map(
        (other, at) => (typeof other === 'number' && other >= 1 ? other : at && 256) || 1,
      );
      return fail(
        name,
        `has no fixed size at axis ${axis + 1}${open}, only the batch may be open; export with fixed sizes or state them, such as --shape ${name}=${example}`,
      );
    });
    return { name, first: sizes[0], rest };
  });
  const fixed = resolved.flatMap(({ first }) => (typeof first === 'number' && first > 0 ? [first] : []));
  const differing = fixed.find((size) => size !== fixed[0] || (size !== 1 && fixed.length < resolved.length));
  if (differing !== undefined) {
    const isOpen = (first: unknown) => !(typeof first === 'number' && first > 0);
    const found = resolved.map(({ name, first }) => `"${name}" ${isOpen(first) ? 'open' : first}`).join(', ');
    throw new ModelFileError(
      `${where}: first sizes of the inputs are ${found}, expected one batch size for all`,
    );
  }
  return { shapes: resolved.map(({ rest }) => [BATCH, ...rest]), fixedBatch: fixed[0] };
}
