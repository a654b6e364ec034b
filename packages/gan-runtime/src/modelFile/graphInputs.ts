import { ModelFileError } from '../errors.ts';
import { asArray, asBounds, asName, asNumber, asOneOf, asPair, asRecord, type JsonObject } from './fields.ts';
import { parseLatent, parseShape } from './latentInput.ts';
import { limits } from './limits.ts';
import type { GraphInput, LabelInput } from './model.ts';

export function parseInput(value: unknown, where: string): GraphInput {
  const kind = asOneOf((value as JsonObject | null | undefined)?.kind, `${where}.kind`, [
    'latent',
    'label',
    'image',
  ]);
  if (kind === 'latent') return parseLatent(value, where);
  if (kind === 'label') return parseLabel(value, where);
  const record = asRecord(value, where, ['kind', 'name', 'shape', 'range']);
  const name = asName(record.name, `${where}.name`);
  const label = `input "${name}"`;
  return {
    kind,
    name,
    shape: parseShape(record.shape, label),
    range: asPair(record.range, `${label}: range`),
  };
}

function parseLabel(value: unknown, where: string): LabelInput {
  const record = asRecord(value, where, ['kind', 'name', 'shape', 'encoding', 'names', 'range', 'default']);
  const name = asName(record.name, `${where}.name`);
  const label = `input "${name}"`;
  const shape = parseShape(record.shape, label);
  const encoding = asOneOf(record.encoding, `${label}: encoding`, ['one-hot', 'value']);
  if (shape.length !== 2 || (encoding === 'value' && shape[1] !== 1)) {
    const expected = encoding === 'value' ? '[N,1]' : '[N,classes]';
    throw new ModelFileError(`${label}: shape is [${shape}], expected ${expected} for ${encoding}`);
  }
  const classes = shape[1] as number;
  const names =
    record.names === undefined ? undefined : parseClassNames(record.names, label, encoding, classes);
  const range = record.range === undefined ? undefined : asBounds(record.range, `${label}: range`);
  if (encoding === 'one-hot' && range !== undefined) {
    throw new ModelFileError(`${label}: a one-hot label has the range [${range}], expected none`);
  }
  const initial = asNumber(record.default, `${label}: default`);
  const [low, high] = encoding === 'one-hot' ? [0, classes - 1] : (range ?? [initial, initial]);
  if (initial < low || initial > high || (encoding === 'one-hot' && !Number.isInteger(initial))) {
    throw new ModelFileError(`${label}: default is ${initial}, expected ${low} to ${high}`);
  }
  return {
    kind: 'label',
    name,
    shape,
    encoding,
    ...(names !== undefined && { names }),
    ...(range !== undefined && { range }),
    default: initial,
  };
}

function parseClassNames(
  value: unknown,
  label: string,
  encoding: string,
  classes: number,
): readonly string[] {
  if (encoding === 'one-hot') return parseNames(value, label, classes);
  throw new ModelFileError(`${label}: has class names, expected none (only a one-hot label has them)`);
}

/** A name for each class, all different. */
export function parseNames(value: unknown, label: string, classes: number): readonly string[] {
  const names = asArray(value, `${label}: names`, limits.listLength).map((name, index) =>
    asName(name, `${label}: names[${index}]`),
  );
  if (names.length !== classes) {
    throw new ModelFileError(`${label}: has ${names.length} class names, expected ${classes}`);
  }
  if (new Set(names).size !== names.length) {
    throw new ModelFileError(`${label}: a class name is there twice, expected unique names`);
  }
  return names;
}
