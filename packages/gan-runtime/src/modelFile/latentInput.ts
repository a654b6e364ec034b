import { ModelFileError } from '../errors.ts';
import { asArray, asBounds, asInteger, asName, asOneOf, asRecord } from './fields.ts';
import { show } from './jsonText.ts';
import { limits } from './limits.ts';
import type { GraphShape, LatentInput } from './model.ts';

/** `["N", ...sizes]`: the batch first, sizes of at least 1. */
export function parseShape(value: unknown, where: string): GraphShape {
  const entries = asArray(value, `${where}: shape`, limits.rank);
  if (entries[0] !== 'N') {
    throw new ModelFileError(`${where}: shape is ${show(value)}, expected ["N", ...] with the batch first`);
  }
  return ['N', ...entries.slice(1).map((size) => asInteger(size, `${where}: a size of its shape`, 1))];
}

export function parseLatent(value: unknown, where: string): LatentInput {
  const record = asRecord(value, where, ['kind', 'name', 'shape', 'distribution', 'range']);
  const name = asName(record.name, `${where}.name`);
  const label = `input "${name}"`;
  const shape = parseShape(record.shape, label);
  const distribution = asOneOf(record.distribution, `${label}: distribution`, ['normal', 'uniform']);
  if (distribution === 'normal' && record.range !== undefined) {
    throw new ModelFileError(`${label}: a normal latent has the range ${show(record.range)}, expected none`);
  }
  return {
    kind: 'latent',
    name,
    shape,
    distribution,
    ...(distribution === 'uniform' && { range: asBounds(record.range, `${label}: range`) }),
  };
}
