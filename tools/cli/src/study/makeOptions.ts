import { readFile } from 'node:fs/promises';
import type { Protocol, StudyRequest } from '@roentgan/datasets/study';
import type { ParsedArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { LARGEST_SEED } from '../planImages.ts';

/** Options of `roentgan study make` that describe the study, for `parseArguments`. */
export const makeOptions = {
  out: { type: 'string', short: 'o' },
  name: { type: 'string' },
  seed: { type: 'string' },
  real: { type: 'string' },
  synthetic: { type: 'string' },
  repeats: { type: 'string' },
  confidence: { type: 'string' },
  jpeg: { type: 'string' },
  size: { type: 'string' },
  back: { type: 'boolean' },
  'no-tools': { type: 'boolean' },
  introduction: { type: 'string' },
} as const;

type Asked = Pick<StudyRequest, 'name' | 'seed' | 'counts' | 'repeats' | 'jpeg' | 'protocol'> & {
  readonly size?: number;
};

const MOST_IMAGES = 10_000;
const DEFAULT_IMAGES = 30;

/** @throws UsageError */
export async function readMakeOptions(parsed: ParsedArguments): Promise<Asked> {
  const size = parsed.integer('size', 8, 4096);
  const introduction = parsed.text('introduction');
  const protocol: Protocol = {
    confidence: parsed.choice('confidence', ['six-point', 'five-levels']) ?? 'six-point',
    allowBack: parsed.flag('back'),
    tools: !parsed.flag('no-tools'),
    ...(introduction !== undefined && { introduction: await readIntroduction(introduction) }),
  };
  return {
    name: parsed.text('name') ?? 'study',
    seed: parsed.integer('seed', 0, LARGEST_SEED) ?? 0,
    counts: {
      real: parsed.integer('real', 1, MOST_IMAGES) ?? DEFAULT_IMAGES,
      synthetic: parsed.integer('synthetic', 1, MOST_IMAGES) ?? DEFAULT_IMAGES,
    },
    repeats: parsed.integer('repeats', 0, MOST_IMAGES) ?? 0,
    jpeg: readJpeg(parsed),
    protocol,
    ...(size !== undefined && { size }),
  };
}

function readJpeg(parsed: ParsedArguments): StudyRequest['jpeg'] {
  const text = parsed.text('jpeg') ?? 'auto';
  if (text === 'auto' || text === 'none') return text;
  const quality = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (quality >= 1 && quality <= 100) return quality;
  throw new UsageError(`--jpeg is "${text}", expected auto, none or a quality from 1 to 100`);
}

async function readIntroduction(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`--introduction: ${path} cannot be read, expected a text file`);
  }
}
