import { expect, test } from 'vitest';
import { parseArguments } from '../arguments.ts';
import { readShard, shardOptions } from './shardOption.ts';

function read(args: readonly string[], environment: Record<string, string> = {}) {
  const parsed = parseArguments(args, shardOptions, { names: [], required: 0 });
  return readShard(parsed, environment);
}

const slurm = (id: number, array: { count: number; min: number; max: number; step?: number }) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_COUNT: String(array.count),
  SLURM_ARRAY_TASK_MIN: String(array.min),
  SLURM_ARRAY_TASK_MAX: String(array.max),
  ...(array.step && { SLURM_ARRAY_TASK_STEP: String(array.step) }),
});

test('nothing said: the whole dataset', () => {
  expect(read([])).toBeUndefined();
});

test('--shard is taken as it stands, whatever a cluster says', () => {
  expect(read(['--shard', '2/16'])).toEqual({ number: 2, count: 16 });
  expect(read(['--shard', '1/1'], { JOB_COMPLETION_INDEX: '3' })).toEqual({ number: 1, count: 1 });
});

test('Kubernetes gives the index, the manifest the number', () => {
  const from = 'JOB_COMPLETION_INDEX is 3';
  expect(read(['--shards', '8'], { JOB_COMPLETION_INDEX: '3' })).toEqual({ number: 4, count: 8, from });
  expect(read([], { JOB_COMPLETION_INDEX: '3', JOB_COMPLETIONS: '4' })).toEqual({
    number: 4,
    count: 4,
    from,
  });
});

test('Slurm gives both', () => {
  expect(read([], slurm(5, { count: 16, min: 1, max: 16 }))).toMatchObject({ number: 5, count: 16 });
  expect(read([], slurm(0, { count: 16, min: 0, max: 15, step: 1 }))).toMatchObject({ number: 1, count: 16 });
  expect(read([], slurm(14, { count: 4, min: 2, max: 14, step: 4 }))).toMatchObject({ number: 4, count: 4 });
});

test('some tasks of a Slurm array again, by themselves', () => {
  expect(read(['--shards', '16'], slurm(7, { count: 2, min: 3, max: 7, step: 4 }))).toEqual({
    number: 8,
    count: 16,
    from: 'SLURM_ARRAY_TASK_ID is 7',
  });
});

test.each([
  [['--shard', '0/4'], {}, '--shard is "0/4", expected I/N such as 2/16, with I from 1 to N'],
  [['--shard', '5/4'], {}, '--shard is "5/4", expected I/N such as 2/16, with I from 1 to N'],
  [['--shard', '2'], {}, '--shard is "2", expected I/N such as 2/16, with I from 1 to N'],
  [['--shard', '1/2', '--shards', '2'], {}, '--shards: --shard I/N has their number already'],
  [['--shards', '4'], {}, '--shards 4: neither JOB_COMPLETION_INDEX'],
  [[], { JOB_COMPLETION_INDEX: '3' }, 'JOB_COMPLETION_INDEX is 3, but Kubernetes does not say how many'],
  [['--shards', '3'], { JOB_COMPLETION_INDEX: '3' }, 'JOB_COMPLETION_INDEX is 3, expected 0 to 2'],
  [['--shards', '3'], { JOB_COMPLETION_INDEX: 'x' }, 'JOB_COMPLETION_INDEX is "x", expected a whole number'],
  [[], { SLURM_ARRAY_TASK_ID: '3' }, 'SLURM_ARRAY_TASK_ID is 3, but SLURM_ARRAY_TASK_COUNT'],
  [[], slurm(9, { count: 3, min: 1, max: 9 }), 'the Slurm array has 3 tasks from 1 to 9'],
  [
    ['--shards', '16'],
    slurm(16, { count: 16, min: 1, max: 16 }),
    'SLURM_ARRAY_TASK_ID is 16, expected 0 to 15',
  ],
  [[], { SLURM_ARRAY_TASK_ID: '3', JOB_COMPLETION_INDEX: '3' }, 'both JOB_COMPLETION_INDEX and SLURM_'],
] as [string[], Record<string, string>, string][])('%j with %j is refused', (args, environment, message) => {
  expect(() => read(args, environment)).toThrow(message);
});
