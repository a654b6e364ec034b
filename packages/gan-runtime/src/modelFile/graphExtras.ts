import { ModelFileError } from '../errors.ts';
import { asLatentName } from './asLatentName.ts';
import { asName, asNumber, asObject, asRecord, type JsonObject } from './fields.ts';
import type { Graph, GraphInput, LabelInput, LatentInput, Mixing, Truncation } from './model.ts';
import { parseEdits } from './parseEdits.ts';
import { refuseDuplicates } from './refuseDuplicates.ts';

/** What a caller may state of an image besides its seed; labels are inputs. */
export function parseExtras(
  record: JsonObject,
  inputs: readonly GraphInput[],
): Pick<Graph, 'truncation' | 'mixing' | 'edits' | 'directions'> {
  const edits = parseEdits(record.edits, 'edits', inputs);
  const directions = parseEdits(record.directions, 'directions', inputs);
  refuseDuplicates([...edits, ...directions], 'edit');
  return {
    ...(record.truncation !== undefined && { truncation: parseTruncation(record.truncation, inputs) }),
    ...(record.mixing !== undefined && { mixing: parseMixing(record.mixing, inputs) }),
    ...(record.edits !== undefined && { edits }),
    ...(record.directions !== undefined && { directions }),
  };
}

function parseTruncation(value: unknown, inputs: readonly GraphInput[]): Truncation {
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

function parseMixing(value: unknown, inputs: readonly GraphInput[]): Mixing {
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
