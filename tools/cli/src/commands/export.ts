import { join } from 'node:path';
import { formatNames, shardFolderName } from '@roentgan/datasets';
import { parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { checkFolder } from '../export/checkFolder.ts';
import { datasetOptions, readRequest } from '../export/exportOptions.ts';
import { mergeCommand } from '../export/mergeCommand.ts';
import { reportExport } from '../export/reportExport.ts';
import { runExport } from '../export/runExport.ts';
import { readShard, shardOptions } from '../export/shardOption.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { readSigning, signingOptions } from '../signingOptions.ts';

const MOST_WORKERS = 64;
const MOST_IN_BATCH = 1024;

/** `roentgan export`: a dataset of any size into a folder; the same command line goes on where it was stopped or killed. */
export async function exportCommand(args: readonly string[]): Promise<number> {
  if (args[0] === 'merge') return mergeCommand(args.slice(1));
  const parsed = parseArguments(
    args,
    {
      model: { type: 'string' },
      format: { type: 'string' },
      ...datasetOptions,
      ...signingOptions,
      ...runOptions,
      ...shardOptions,
      batch: { type: 'string' },
      workers: { type: 'string' },
      out: { type: 'string', short: 'o' },
      check: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    { names: [], required: 0, instead: '--model FILE' },
  );
  const out = parsed.text('out');
  if (out === undefined) throw new UsageError('--out is missing, expected a folder for the dataset');
  const checks = parsed.flag('check');
  if (checks && parsed.text('count') === undefined) return checkFolder(out, parsed.flag('json'));
  const shard = readShard(parsed);
  const folder = shard ? join(out, shardFolderName(shard)) : out;
  if (shard?.from) process.stderr.write(`shard ${shard.number}/${shard.count} (${shard.from})\n`);
  const [batch, workers] = [
    parsed.integer('batch', 1, MOST_IN_BATCH),
    parsed.integer('workers', 0, MOST_WORKERS),
  ];
  const signing = await readSigning(parsed);
  const result = await runExport({
    modelPath: parsed.text('model'),
    format: parsed.choice('format', formatNames) ?? 'png',
    request: readRequest(parsed),
    running: readRunOptions(parsed),
    folder,
    ...(signing && { signing }),
    ...(shard && { shard }),
    ...(batch !== undefined && { batch }),
    ...(workers !== undefined && { workers }),
  });
  const code = reportExport(folder, result, parsed.flag('json'));
  return checks && code === 0 ? checkFolder(folder, parsed.flag('json')) : code;
}
