import { ModelFileError } from '../errors.ts';
import { asBoolean, asRecord, asText } from './fields.ts';
import type { Provenance } from './model.ts';

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
