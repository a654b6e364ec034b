import { analyseStudy } from '@roentgan/datasets/study';
import { parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { writeWhole } from '../writeWhole.ts';
import { writeTables } from './analyseResults.ts';
import { studyTables } from './csvTables.ts';
import { readStudyResults, resultPositionals } from './readStudyResults.ts';
import { studyReport } from './studyReport.ts';

/** `roentgan study report STUDY RESULT... -o REPORT.html`: one page that needs nothing else, and the tables. */
export async function writeReport(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    { out: { type: 'string', short: 'o' }, csv: { type: 'string' }, partial: { type: 'boolean' } },
    resultPositionals,
  );
  const out = parsed.text('out');
  if (!out) throw new UsageError('-o REPORT.html is missing, expected where the report is written');
  const folder = parsed.text('csv');
  const read = await readStudyResults(parsed);
  const analysis = analyseStudy(read.study, read.results);
  if (folder !== undefined) await writeTables(folder, studyTables(read, analysis));
  await writeWhole(out, await studyReport(read, analysis));
  process.stdout.write(`${out}${folder === undefined ? '' : ` and tables in ${folder}`}\n`);
  return 0;
}
