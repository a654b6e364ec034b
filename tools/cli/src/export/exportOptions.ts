import type { DatasetRequest, EditAmount } from '@roentgan/datasets';
import { type ParsedArguments, parseNumber } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { readSampling, samplingOptions } from '../samplingOptions.ts';

/** Options that say what is in a dataset, for `parseArguments`. */
export const datasetOptions = {
  name: { type: 'string' },
  bits: { type: 'string' },
  seed: { type: 'string' },
  count: { type: 'string' },
  label: { type: 'string', multiple: true },
  mix: { type: 'string' },
  'mix-label': { type: 'string' },
  edit: { type: 'string', multiple: true },
  truncation: { type: 'string' },
  ...samplingOptions,
  split: { type: 'string' },
  chunk: { type: 'string' },
  licence: { type: 'string' },
  date: { type: 'string' },
  'no-mark': { type: 'boolean' },
} as const;

const LARGEST_EDIT = 1e9;

/** What the caller asks for; whether the model has it shows later. Throws `UsageError`. */
export function readRequest(parsed: ParsedArguments): DatasetRequest {
  const count = parsed.integer('count', 1, Number.MAX_SAFE_INTEGER);
  if (count === undefined) throw new UsageError('--count is missing');
  const given = {
    name: parsed.text('name'),
    bits: parsed.integer('bits', 1, 16),
    seed: parsed.integer('seed', 0, Number.MAX_SAFE_INTEGER),
    mix: readMix(parsed),
    split: readSplit(parsed),
    chunk: parsed.integer('chunk', 1, Number.MAX_SAFE_INTEGER),
    licence: parsed.text('licence'),
    date: parsed.text('date'),
  };
  const truncation = parsed.number('truncation', 0, 1);
  const sampling = { ...(truncation !== undefined && { truncation }), ...readSampling(parsed) };
  return {
    count,
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as object),
    ...(Object.keys(sampling).length > 0 && { sampling }),
    labels: Object.fromEntries([...parsed.pairs('label')].map(([name, text]) => [name, indexOrName(text)])),
    edits: Object.fromEntries(
      [...parsed.pairs('edit')].map(([name, text]) => [name, readAmount(name, text)]),
    ),
    mark: !parsed.flag('no-mark'),
  };
}

function indexOrName(text: string): number | string {
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : text;
}

/** `328,153,212,106,27`: how often each class is drawn. */
function readMix(parsed: ParsedArguments): DatasetRequest['mix'] {
  const [text, label] = [parsed.text('mix'), parsed.text('mix-label')];
  if (text === undefined) {
    if (label !== undefined) throw new UsageError(`--mix-label ${label}: --mix is missing`);
    return undefined;
  }
  const weights = text.split(',').map((weight) => parseNumber('--mix', weight, 0, 1e9));
  return { weights, ...(label !== undefined && { label }) };
}

/** A number for all images, or `LOW..HIGH`, between which each image's own is drawn. */
function readAmount(name: string, text: string): EditAmount {
  const where = `--edit ${name}`;
  const [low, high, ...more] = text.split('..');
  if (high === undefined) return parseNumber(where, text, -LARGEST_EDIT, LARGEST_EDIT);
  if (more.length > 0) throw new UsageError(`${where} is "${text}", expected a number or LOW..HIGH`);
  const bounds = [low!, high].map((bound) => parseNumber(where, bound, -LARGEST_EDIT, LARGEST_EDIT));
  return bounds as [number, number];
}

/** `train=0.9,val=0.1`: the shares of the parts of a dataset. */
function readSplit(parsed: ParsedArguments): Record<string, number> | undefined {
  const text = parsed.text('split');
  if (text === undefined) return undefined;
  const split: Record<string, number> = {};
  for (const part of text.split(',')) {
    const [name, share, ...more] = part.split('=');
    if (!name || share === undefined || more.length > 0 || Object.hasOwn(split, name)) {
      throw new UsageError(`--split is "${text}", expected shares such as train=0.9,val=0.1`);
    }
    split[name] = parseNumber(`--split ${name}`, share, 0, 1);
  }
  return split;
}
