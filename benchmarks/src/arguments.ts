import { parseArgs } from 'node:util';
import {
  type ContenderName,
  contenderNames,
  defaultBaseline,
  defaultContenders,
  ownContenders,
} from './contenders.ts';
import { defaultModels, type ModelName, modelNames } from './modelNames.ts';
import type { Runtime, Settings } from './results.ts';
import { defaultBatches, isBrowser, runtimes } from './runtimes.ts';

export interface Arguments extends Settings {
  /** `peers` measures Roentgan and the others, `models` Roentgan alone, where no contenders are named. */
  readonly what: What;
  readonly models: readonly ModelName[];
  /** Model files to measure instead. */
  readonly files: readonly string[];
  /** Folder for the JSON and the Markdown file; the package's `results` where absent. */
  readonly out?: string;
  /** File for one more copy of the Markdown. */
  readonly results?: string;
  readonly json: boolean;
  readonly runtime: Runtime;
  /** Part of the name of the adapter to take, outside a browser. */
  readonly adapter?: string;
  /** Outside a browser: goes on where the only adapter is a software one. */
  readonly software: boolean;
  readonly hardware: boolean;
  /** A result file of before: these results are held against it. */
  readonly compare?: string;
  /** Part of its time by which a contender may be slower than in that file. */
  readonly threshold: number;
  /** Ratios to the baseline contender are compared instead of times. */
  readonly relative: boolean;
  readonly help: boolean;
}

export const whats = ['peers', 'models'] as const;
export type What = (typeof whats)[number];
export const defaults = { runs: 30, warmup: 5, pause: 50, cold: 3, tolerance: 1e-3, threshold: 0 } as const;
/** Unusable arguments: exit code 2. */
export class UsageError extends Error {}

export const usage = `roentgan bench [peers | models] [options]
  peers (default): times whole generators against TF.js, ONNX Runtime Web and jax-js, after comparing their outputs;
  models: Roentgan alone.
  --only NAME          a model; may be repeated (default: ${defaultModels.join(', ')}):
                       ${modelNames.join(', ')}
  --all                every model of these; the large ones take hours on a processor
  --model FILE         a model file of your own instead; may be repeated
  --runtime NAME       ${runtimes.join(', ')} (default ${runtimes[0]})
  --contenders A,B     of ${contenderNames.slice(0, 5).join(', ')},
                       ${contenderNames.slice(5).join(', ')}
                       (default: ${defaultContenders.join(', ')})
  --baseline NAME      whom ratios are relative to (default: tfjs-webgpu, or the first contender)
  --runs N             timed rounds (default ${defaults.runs})
  --warmup N           rounds before them (default ${defaults.warmup})
  --pause MS           milliseconds between two images (default ${defaults.pause})
  --cold N             first-image samples a contender (default ${defaults.cold})
  --batches A,B        batch sizes whose throughput is measured (default: none; in Node and Deno
                       ${defaultBatches('node').join(',')}; none: "")
  --tolerance T        largest difference between outputs (default ${defaults.tolerance})
  --hardware           let a browser use a real GPU for WebGL and WebGPU
  --adapter NAME       in Node: the adapter whose name has this in it
  --software           in Node and Deno: measure on a software adapter where there is no other
  --compare FILE       hold the results against an earlier JSON file: exit code 1 where one is slower
  --threshold PART     by what part of its time a contender may be slower (default ${defaults.threshold}; 0.05 is 5 %)
  --relative           compare ratios to the baseline contender, a peer, instead of times
  --out DIR            folder for the results (default: benchmarks/results)
  --results FILE       write the Markdown to this file too
  --json               print the results as JSON instead of Markdown
ROENTGAN_CHROMIUM and ROENTGAN_FIREFOX name the browsers, otherwise the system's are used; ROENTGAN_DENO another Deno than npm's.

roentgan bench compare FILE BASELINE [--threshold PART] [--relative]: two files that lie there already.
roentgan bench report [FILE...] [-o PAGE.html]: plots of result files, in one page that also measures its visitor's device;
  served on localhost where no file is named.
roentgan bench pack -o DIR [--archive]: a folder that measures in Node on another Linux machine, without a network.
`;

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [first = 'peers', ...more] = positionals;
  const what = oneOf(first, whats, 'what to measure');
  if (more.length > 0) throw new UsageError(`bench: unknown argument "${more.join(' ')}"`);
  if (values.only && values.model) throw new UsageError('bench: --only and --model exclude each other');
  if (values.all && (values.only || values.model)) {
    throw new UsageError('bench: --all excludes --only and --model');
  }
  const runtime = oneOf(values.runtime ?? runtimes[0]!, runtimes, '--runtime');
  const contenders = contendersFrom(values.contenders, what);
  const inBrowser = isBrowser(runtime);
  if (!inBrowser && contenders.includes('tfjs-webgl')) {
    throw new UsageError(
      `bench: tfjs-webgl runs in a browser only, expected others with --runtime ${runtime}`,
    );
  }
  if (values.adapter !== undefined && runtime !== 'node') {
    throw new UsageError('bench: --adapter is for --runtime node, expected that beside it');
  }
  if (values.software && inBrowser) {
    throw new UsageError('bench: --software is for --runtime node and deno, expected one of them beside it');
  }
  if (values.hardware && !inBrowser) {
    throw new UsageError(`bench: --hardware is for browsers; --runtime ${runtime} takes a GPU by itself`);
  }
  if (values.json && values.compare !== undefined) {
    throw new UsageError(
      'bench: --json and --compare exclude each other; the JSON file is written in any case',
    );
  }
  return {
    what,
    files: values.model ?? [],
    models: values.all
      ? modelNames
      : (values.only?.map((name) => oneOf(name, modelNames, '--only')) ?? defaultModels),
    runtime,
    contenders,
    baseline:
      values.baseline === undefined
        ? defaultBaseline(contenders)
        : oneOf(values.baseline, contenders, '--baseline'),
    runs: integer(values.runs, defaults.runs, 1, '--runs'),
    warmup: integer(values.warmup, defaults.warmup, 0, '--warmup'),
    pause: integer(values.pause, defaults.pause, 0, '--pause'),
    cold: integer(values.cold, defaults.cold, 1, '--cold'),
    batches: batchesFrom(values.batches, defaultBatches(runtime)),
    tolerance: positive(values.tolerance, defaults.tolerance, '--tolerance'),
    threshold: parseThreshold(values.threshold),
    relative: values.relative === true,
    json: values.json === true,
    hardware: values.hardware === true,
    software: values.software === true,
    help: values.help === true,
    ...(values.adapter !== undefined && { adapter: values.adapter }),
    ...(values.compare !== undefined && { compare: values.compare }),
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
        all: { type: 'boolean' },
        model: { type: 'string', multiple: true },
        runtime: { type: 'string' },
        adapter: { type: 'string' },
        software: { type: 'boolean' },
        batches: { type: 'string' },
        compare: { type: 'string' },
        threshold: { type: 'string' },
        relative: { type: 'boolean' },
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

function contendersFrom(list: string | undefined, what: What): readonly ContenderName[] {
  if (list === undefined) return what === 'models' ? ownContenders : defaultContenders;
  const chosen = new Set(list.split(',').map((name) => oneOf(name.trim(), contenderNames, '--contenders')));
  return contenderNames.filter((name) => chosen.has(name));
}

function batchesFrom(list: string | undefined, usual: readonly number[]): readonly number[] {
  if (list === undefined) return usual;
  return list === '' ? [] : list.split(',').map((text) => integer(text.trim(), 1, 1, '--batches'));
}

/** A part of a time, from 0 on. */
export function parseThreshold(text: string | undefined): number {
  const value = text === undefined ? defaults.threshold : Number(text || Number.NaN);
  if (!(value >= 0) || !Number.isFinite(value)) {
    throw new UsageError(`bench: --threshold is "${text}", expected a number from 0 on, such as 0.05`);
  }
  return value;
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
