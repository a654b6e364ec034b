import { ModelFileError } from '../errors.ts';
import { asArray, asBoolean, asBounds, asName, asNumber, asRecord, asText } from './fields.ts';
import { limits } from './limits.ts';
import type { Edit, Graph, GraphInput, Provenance } from './model.ts';

/** `edits` or `directions`; an absent list is empty. */
export function parseEdits(value: unknown, field: string, inputs: readonly GraphInput[]): readonly Edit[] {
  if (value === undefined) return [];
  return asArray(value, field, limits.listLength).map((entry, index) => {
    const record = asRecord(entry, `${field}[${index}]`, ['name', 'tensor', 'vector', 'unit', 'range']);
    const name = asName(record.name, `${field}[${index}].name`);
    return {
      name,
      tensor: asLatentName(record.tensor, `edit "${name}": tensor`, inputs),
      vector: asName(record.vector, `edit "${name}": vector`),
      unit: asText(record.unit, `edit "${name}": unit`),
      range: asBounds(record.range, `edit "${name}": range`),
    };
  });
}

export function parseTruncation(
  value: unknown,
  inputs: readonly GraphInput[],
): NonNullable<Graph['truncation']> {
  const record = asRecord(value, 'truncation', ['tensor', 'mean', 'default']);
  return {
    tensor: asLatentName(record.tensor, 'truncation.tensor', inputs),
    mean: asNumber(record.mean, 'truncation.mean'),
    ...(record.default !== undefined && { default: asNumber(record.default, 'truncation.default') }),
  };
}

function asLatentName(value: unknown, where: string, inputs: readonly GraphInput[]): string {
  const name = asName(value, where);
  if (!inputs.some((input) => input.kind === 'latent' && input.name === name)) {
    throw new ModelFileError(`${where} is "${name}", expected the name of a latent input`);
  }
  return name;
}

export function parseProvenance(value: unknown): Provenance {
  const texts = ['source', 'sha256', 'converter', 'licence', 'attribution', 'trainingData'] as const;
  const record = asRecord(value, 'provenance', [...texts, 'synthetic']);
  const given = texts.filter((field) => record[field] !== undefined);
  const provenance: Provenance = Object.fromEntries(
    given.map((field) => [field, asText(record[field], `provenance.${field}`)]),
  );
  if (provenance.sha256 !== undefined && !/^[0-9a-f]{64}$/.test(provenance.sha256)) {
    throw new ModelFileError(
      `provenance.sha256 is "${provenance.sha256.slice(0, 80)}", expected 64 lower-case hexadecimal digits`,
    );
  }
  return record.synthetic === undefined
    ? provenance
    : { ...provenance, synthetic: asBoolean(record.synthetic, 'provenance.synthetic') };
}
