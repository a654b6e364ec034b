import { existsSync, readdirSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError, JOURNAL, mergeShards, ShardsError, shardOfFolder } from '@roentgan/datasets';
import { nodeFolder } from '@roentgan/datasets/node';
import { parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { exportProgress } from './exportProgress.ts';
import { lockFolder } from './lockFolder.ts';

/** `roentgan export merge DIR... -o DIR`: one dataset of its shards. What is wrong with them is one line each on stderr. */
export async function mergeCommand(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    { out: { type: 'string', short: 'o' }, json: { type: 'boolean' } },
    { names: ['DIR'], required: 1, more: true },
  );
  const out = parsed.text('out');
  if (out === undefined) throw new UsageError('--out is missing, expected a folder for the dataset');
  const folders = parsed.positionals.flatMap(shardsIn);
  const progress = exportProgress();
  try {
    await using _lock = await lockFolder(out);
    const { images, adapters } = await mergeShards({
      shards: folders.map((path) => ({ name: path, folder: nodeFolder(path) })),
      into: nodeFolder(out),
      onProgress: progress.update,
    });
    progress.end();
    if (adapters.length > 1) {
      process.stderr.write(
        `the images were computed by ${adapters.join(' and ')}: the pixels of one run agree within a tolerance only\n`,
      );
    }
    const result = { folder: out, images, shards: folders.length, adapters };
    process.stdout.write(
      parsed.flag('json')
        ? `${JSON.stringify(result)}\n`
        : `${images} images of ${folders.length} shards in ${out}, each once and as it was exported\n`,
    );
    return 0;
  } catch (error) {
    progress.end();
    if (error instanceof ShardsError) {
      await rmdir(out).catch(() => {}); // made for the lock, unless there is something in it
      for (const problem of error.problems) process.stderr.write(`roentgan export merge: ${problem}\n`);
      return 1;
    }
    throw error instanceof DatasetError ? new Error(`merge: ${error.message}`, { cause: error }) : error;
  }
}

/** The folder itself where it is a shard's, else the shards' folders in it. Throws UsageError where there are none. */
function shardsIn(folder: string): string[] {
  if (existsSync(join(folder, JOURNAL))) return [folder];
  if (!existsSync(folder)) throw new UsageError(`${folder}: no such folder`);
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && shardOfFolder(entry.name))
    .map(({ name }) => name);
  if (names.length > 0) return names.sort().map((name) => join(folder, name));
  throw new UsageError(`${folder}: has neither ${JOURNAL} nor folders such as shard-1-of-4 in it`);
}
