import type { Shard } from '@roentgan/datasets';
import type { ParsedArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';

/** Options of a command that may be one of several runs, for `parseArguments`. */
export const shardOptions = { shard: { type: 'string' }, shards: { type: 'string' } } as const;

const MOST_SHARDS = 1_000_000;

export interface ChosenShard extends Shard {
  /** Where it comes from, for a line on stderr; absent where the caller named it. */
  readonly from?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Which shard of the dataset this run makes: `--shard I/N`, else what Kubernetes or Slurm says of this task; `undefined` where nothing
 * does. A cluster's task never makes the whole dataset by mistake: what does not say clearly which part it is throws `UsageError`.
 */
export function readShard(
  parsed: Pick<ParsedArguments, 'text' | 'integer'>,
  environment: Environment = process.env,
): ChosenShard | undefined {
  const text = parsed.text('shard');
  const count = parsed.integer('shards', 1, MOST_SHARDS);
  if (text !== undefined) {
    if (count !== undefined) throw new UsageError('--shards: --shard I/N has their number already');
    return parseShard(text);
  }
  const isKubernetes = environment.JOB_COMPLETION_INDEX !== undefined;
  const isSlurm = environment.SLURM_ARRAY_TASK_ID !== undefined;
  if (isKubernetes && isSlurm) {
    throw new UsageError('both JOB_COMPLETION_INDEX and SLURM_ARRAY_TASK_ID are set, expected --shard I/N');
  }
  if (isKubernetes) return kubernetesShard(environment, count);
  if (isSlurm) return slurmShard(environment, count);
  if (count !== undefined) {
    throw new UsageError(
      `--shards ${count}: neither JOB_COMPLETION_INDEX (Kubernetes) nor SLURM_ARRAY_TASK_ID (Slurm) says which one this is, expected --shard I/${count}`,
    );
  }
  return undefined;
}

function parseShard(text: string): Shard {
  const [, number, count] = (/^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? []).map(Number);
  if (number !== undefined && count !== undefined && number >= 1 && number <= count && count <= MOST_SHARDS) {
    return { number, count };
  }
  throw new UsageError(`--shard is "${text}", expected I/N such as 2/16, with I from 1 to N`);
}

/** Kubernetes gives a pod of an Indexed Job its index from 0, but not how many there are: the manifest has to. */
function kubernetesShard(environment: Environment, given: number | undefined): ChosenShard {
  const index = wholeNumber(environment, 'JOB_COMPLETION_INDEX')!;
  const count = given ?? wholeNumber(environment, 'JOB_COMPLETIONS');
  if (count === undefined) {
    throw new UsageError(
      `JOB_COMPLETION_INDEX is ${index}, but Kubernetes does not say how many there are: expected --shards N or JOB_COMPLETIONS, the Job's completions`,
    );
  }
  return numbered(index, count, `JOB_COMPLETION_INDEX is ${index}`);
}

/**
 * Slurm gives a task its ID and the bounds of the array that was submitted. With `--shards N` IDs count from 0, so that some can be
 * submitted again by themselves (`--array=3,7`): the bounds are then those of the repetition.
 */
function slurmShard(environment: Environment, given: number | undefined): ChosenShard {
  const id = wholeNumber(environment, 'SLURM_ARRAY_TASK_ID')!;
  if (given !== undefined) return numbered(id, given, `SLURM_ARRAY_TASK_ID is ${id}`);
  const [count, least, most, step = 1] = ['COUNT', 'MIN', 'MAX', 'STEP'].map((name) =>
    wholeNumber(environment, `SLURM_ARRAY_TASK_${name}`),
  );
  if (count === undefined || least === undefined || most === undefined) {
    throw new UsageError(
      `SLURM_ARRAY_TASK_ID is ${id}, but SLURM_ARRAY_TASK_COUNT, _MIN and _MAX do not say how many there are: expected --shards N`,
    );
  }
  // An array such as 1,2,9 has gaps: where an ID stands in it is not known to its task.
  if (step < 1 || (most - least) / step + 1 !== count || (id - least) % step !== 0) {
    throw new UsageError(
      `the Slurm array has ${count} tasks from ${least} to ${most}, expected one without gaps such as --array=0-15, or --shards N`,
    );
  }
  return numbered((id - least) / step, count, `SLURM_ARRAY_TASK_ID is ${id} of ${least} to ${most}`);
}

function numbered(index: number, count: number, from: string): ChosenShard {
  if (index < 0 || index >= count) {
    throw new UsageError(`${from}, expected 0 to ${count - 1} where there are ${count} shards`);
  }
  return { number: index + 1, count, from };
}

function wholeNumber(environment: Environment, name: string): number | undefined {
  const text = environment[name];
  if (text === undefined) return undefined;
  if (/^\d{1,7}$/.test(text) && Number(text) <= MOST_SHARDS) return Number(text);
  throw new UsageError(`${name} is "${text}", expected a whole number from 0 to ${MOST_SHARDS}`);
}
