import { parseArgs } from 'node:util';
import { type ContenderName, contenderNames, defaultBaseline, defaultContenders } from './contenders.ts';
import type { Settings } from './results.ts';

export const modelNames = ['dcgan64', 'knee'] as const;
export type ModelName = (typeof modelNames)[number];

export interface Arguments extends Settings {
  readonly models: readonly ModelName[];
  /** Model files to measure instead. */
  readonly files: readonly string[];
  /** Folder for the JSON and the Markdown file; the package's `results` where absent. */
  readonly out?: string;
  /** File for one more copy of the Markdown. */
  readonly results?: string;
  readonly json: boolean;
  readonly hardware: boolean;
  readonly help: boolean;
}

export const defaults = { runs: 30, warmup: 5, pause: 50, cold: 3, tolerance: 1e-3 } as const;

/** Unusable arguments: exit code 2. */
export class UsageError extends Error {}

export const usage = `roentgan bench [models] [options]
  Times whole generators in one headless Chromium against TF.js and ONNX Runtime Web, after comparing their outputs.
  --only NAME          ${modelNames.join(' or ')}; may be repeated (default: all)
  --model FILE         a model file of your own instead; may be repeated
  --contenders A,B     of ${contenderNames.slice(0, 5).join(', ')},
                       ${contenderNames.slice(5).join(', ')}
                       (default: ${defaultContenders.join(', ')})
  --baseline NAME      whom ratios are relative to (default: tfjs-webgpu, or the first contender)
  --runs N             timed rounds (default ${defaults.runs})
  --warmup N           rounds before them (default ${defaults.warmup})
  --pause MS           milliseconds between two images (default ${defaults.pause})
  --cold N             first-image samples a contender (default ${defaults.cold})
  --tolerance T        largest difference between outputs (default ${defaults.tolerance})
  --hardware           let Chromium use a real GPU for WebGL and WebGPU
  --out DIR            folder for the results (default: benchmarks/results)
  --results FILE       write the Markdown to this file too
  --json               print the results as JSON instead of Markdown
ROENTGAN_CHROMIUM names the browser; otherwise the system's chromium is used.
`;

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [what = 'models', ...more] = positionals;
  if (what !== 'models' || more.length > 0) {
    throw new UsageError(
      `bench: unknown argument "${[...(what === 'models' ? more : positionals)].join(' ')}", expected models`,
    );
  }
  const contenders = contendersFrom(values.contenders);
  if (values.only && values.model) throw new UsageError('bench: --only and --model exclude each other');
  return {
    files: values.model ?? [],
    models: values.only ? values.only.map((name) => oneOf(name, modelNames, '--only')) : modelNames,
    contenders,
    baseline:
      values.baseline === undefined
        ? defaultBaseline(contenders)
        : oneOf(values.baseline, contenders, '--baseline'),
    runs: integer(values.runs, defaults.runs, 1, '--runs'),
    warmup: integer(values.warmup, defaults.warmup, 0, '--warmup'),
    pause: integer(values.pause, defaults.pause, 0, '--pause'),
    cold: integer(values.cold, defaults.cold, 1, '--cold'),
    tolerance: positive(values.tolerance, defaults.tolerance, '--tolerance'),
    json: values.json === true,
    hardware: values.hardware === true,
    help: values.help === true,
    ...(values.out !== undefined && { out: values.out }),
    ...(values.results !== undefined && { results: values.results }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        model: { type: 'string', multiple: true },
        contenders: { type: 'string' },
        baseline: { type: 'string' },
        runs: { type: 'string' },
        warmup: { type: 'string' },
        pause: { type: 'string' },
        cold: { type: 'string' },
        tolerance: { type: 'string' },
        out: { type: 'string' },
        results: { type: 'string' },
        json: { type: 'boolean' },
        hardware: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`bench: ${(error as Error).message}`);
  }
}

function contendersFrom(list: string | undefined): readonly ContenderName[] {
  if (list === undefined) return defaultContenders;
  const chosen = new Set(list.split(',').map((name) => oneOf(name.trim(), contenderNames, '--contenders')));
  return contenderNames.filter((name) => chosen.has(name));
}

function oneOf<Name extends string>(name: string, names: readonly Name[], option: string): Name {
  if (!names.includes(name as Name)) {
    throw new UsageError(`bench: ${option} is "${name}", expected ${names.join(', ')}`);
  }
  return name as Name;
}

function integer(text: string | undefined, fallback: number, least: number, option: string): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 100_000) {
    throw new UsageError(`bench: ${option} is "${text}", expected an integer from ${least} to 100000`);
  }
  return value;
}

function positive(text: string | undefined, fallback: number, option: string): number {
  const value = text === undefined ? fallback : Number(text);
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new UsageError(`bench: ${option} is "${text}", expected a number above 0`);
  }
  return value;
}
