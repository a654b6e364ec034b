import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Audit, AuditReport, AuditSource } from '@roentgan/datasets/audit';
import { type ParsedArguments, parseArguments } from '../arguments.ts';
import { type FolderOptions, folderSource } from '../audit/folderSource.ts';
import { readLimits } from '../audit/limitOptions.ts';
import { networkOptions, openNetworks } from '../audit/openNetworks.ts';
import { stageBar } from '../audit/stageBar.ts';
import { UsageError } from '../errors.ts';
import { sideChoices } from '../measure/side.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { stageOutput } from '../stageOutput.ts';
import { version } from '../version.ts';

const MOST_NAMED = 5;
const LARGEST_SEED = 2 ** 31;

/**
 * `roentgan audit`: what a dataset repeats, leaks and lacks, as report.html and report.json. Exit code 0 as long as the audit ran, or 1 with
 * `--fail` where a limit is exceeded. Nothing is written before the report is whole.
 */
export async function audit(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      real: { type: 'string' },
      'real-held-out': { type: 'string' },
      'show-real': { type: 'boolean' },
      reference: { type: 'string' },
      ...networkOptions,
      'grade-column': { type: 'string' },
      side: { type: 'string' },
      size: { type: 'string' },
      seed: { type: 'string' },
      limit: { type: 'string', multiple: true },
      fail: { type: 'boolean' },
      out: { type: 'string', short: 'o' },
      json: { type: 'boolean' },
      ...runOptions,
    },
    { names: ['DATASET'], required: 1 },
  );
  const dataset = parsed.positionals[0]!;
  const [real, heldOut, statistics] = ['real', 'real-held-out', 'reference'].map((name) => parsed.text(name));
  if (real === undefined && (heldOut !== undefined || parsed.flag('show-real'))) {
    const option = heldOut === undefined ? '--show-real' : '--real-held-out';
    throw new UsageError(`${option} goes with --real FOLDER, which is missing`);
  }
  const seed = parsed.integer('seed', 0, LARGEST_SEED) ?? 0;
  const size = parsed.integer('size', 32, 1024);
  const side = parsed.choice('side', sideChoices) ?? 'auto';
  const limits = readLimits(parsed);
  const running = readRunOptions(parsed);
  const folder = parsed.text('out') ?? 'audit';

  // Mathematics and plots are loaded where they are used, so that other commands start at once.
  const { auditDataset, auditSide, readReference } = await import('@roentgan/datasets/audit');
  const reference =
    statistics === undefined
      ? undefined
      : { ...readReference(await readText(statistics), statistics), name: basename(statistics) };
  await using networks = await openNetworks(parsed, running);
  const { classes } = networks.classes;
  const gradeColumn = parsed.text('grade-column');
  const listing: Omit<FolderOptions, 'patients'> = { classes, side, ...(gradeColumn && { gradeColumn }) };
  const open = (path: string, patients: boolean) => listImages(path, { ...listing, patients });
  const source = await open(dataset, false);
  const bar = stageBar();
  let found: Audit;
  try {
    found = await auditDataset({
      dataset: source,
      ...(real !== undefined && { real: await open(real, true) }),
      ...(heldOut !== undefined && { heldOut: await open(heldOut, true) }),
      ...(reference && { statistics: reference }),
      network: networks.network,
      ...(networks.classifier && { classifier: networks.classifier }),
      side: size ?? (await auditSide(source)),
      seed,
      limits,
      showReal: parsed.flag('show-real'),
      software: `Roentgan ${version()}`,
      extractor: networks.extractor,
      classes: networks.classes,
      onStage: bar.onStage,
      onUnreadable(_, reason) {
        bar.clear();
        process.stderr.write(`roentgan audit: left out: ${reason}\n`);
      },
    });
  } finally {
    bar.end();
  }
  await writeReport(found, folder, parsed);
  return print(found.report, folder, parsed);
}

async function listImages(path: string, options: FolderOptions): Promise<AuditSource> {
  const source = await folderSource(path, options);
  const { others } = source;
  if (others.length > 0) {
    const named = others.slice(0, MOST_NAMED).join(', ');
    const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
    process.stderr.write(`roentgan audit: ${path}: no images, left out: ${named}${more}\n`);
  }
  return source;
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`, { cause: error });
  });
}

async function writeReport(found: Audit, folder: string, parsed: ParsedArguments): Promise<void> {
  const { reportHtml } = await import('../audit/reportHtml.ts');
  const html = await reportHtml(found, {
    name: basename(resolve(parsed.positionals[0]!)),
    showReal: parsed.flag('show-real'),
  });
  await using staged = await stageOutput(folder);
  await staged.write('report.json', `${JSON.stringify(found.report, undefined, 1)}\n`);
  await staged.write('report.html', html);
  await staged.commit();
}

function print(report: AuditReport, folder: string, parsed: ParsedArguments): number {
  const { verdicts } = report;
  const exceeded = verdicts.filter(({ holds }) => holds === false);
  if (parsed.flag('json')) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    for (const { holds, what, text, limitText } of verdicts) {
      const verdict = holds === null ? 'found' : holds ? 'holds' : 'EXCEEDED';
      process.stdout.write(`${verdict.padEnd(8)}  ${what}: ${text}; ${limitText}\n`);
    }
    process.stdout.write(
      `${exceeded.length === 0 ? 'no limit is' : `${exceeded.length} of ${verdicts.length} limits are`} exceeded; ${join(folder, 'report.html')} and report.json\n`,
    );
  }
  return exceeded.length > 0 && parsed.flag('fail') ? 1 : 0;
}
