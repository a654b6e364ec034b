import { ModelFileError } from '../errors.ts';
import { asBoolean, asName, asNumber, asObject, asRecord, asText } from './fields.ts';
import type { GraphInput, LabelInput, LatentInput, Mixing, Provenance, Truncation } from './model.ts';

export function parseTruncation(value: unknown, inputs: readonly GraphInput[]): Truncation {
  const isLabel = asObject(value, 'truncation').label !== undefined;
  const known = isLabel ? ['label', 'default'] : ['tensor', 'mean', 'default'];
  const record = asRecord(value, 'truncation', known);
  const target = isLabel
    ? { label: asValueLabel(record.label, 'truncation.label', inputs).name }
    : {
        tensor: asLatentName(record.tensor, 'truncation.tensor', inputs),
        mean: asNumber(record.mean, 'truncation.mean'),
      };
  return {
    ...target,
    ...(record.default !== undefined && { default: asNumber(record.default, 'truncation.default') }),
  };
}

export function parseMixing(value: unknown, inputs: readonly GraphInput[]): Mixing {
  const record = asRecord(value, 'mixing', ['latent', 'second', 'from']);
  const latent = asLatentName(record.latent, 'mixing.latent', inputs);
  const second = asLatentName(record.second, 'mixing.second', inputs);
  const [first, other] = [latent, second].map((name) => {
    const { shape, distribution, range } = inputs.find((input) => input.name === name) as LatentInput;
    return `${distribution} [${shape}]${range ? ` from ${range[0]} to ${range[1]}` : ''}`;
  });
  if (latent === second || first !== other) {
    throw new ModelFileError(
      `mixing.second "${second}" is ${other}, expected another latent that is ${first} as "${latent}"`,
    );
  }
  const { name, range, default: initial } = asValueLabel(record.from, 'mixing.from', inputs);
  if (range?.[0] !== 0 || range[1] !== initial) {
    throw new ModelFileError(
      `mixing.from "${name}" has the range [${range ?? ''}] and the default ${initial}, expected [0, layers] and layers`,
    );
  }
  return { latent, second, from: name };
}

function asValueLabel(value: unknown, where: string, inputs: readonly GraphInput[]): LabelInput {
  const name = asName(value, where);
  const input = inputs.find((candidate) => candidate.name === name);
  if (input?.kind !== 'label' || input.encoding !== 'value') {
    throw new ModelFileError(`${where} is "${name}", expected the name of a value label`);
  }
  return input;
}

export function asLatentName(value: unknown, where: string, inputs: readonly GraphInput[]): string {
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
