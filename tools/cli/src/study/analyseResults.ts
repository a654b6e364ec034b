import { analyseStudy } from '@roentgan/datasets/study';
import { parseArguments } from '../arguments.ts';
import { stageOutput } from '../stageOutput.ts';
import { studyTables } from './csvTables.ts';
import { describeAnalysis } from './describeAnalysis.ts';
import { readStudyResults, resultPositionals } from './readStudyResults.ts';

/** `roentgan study analyse STUDY RESULT...`: what the results say, as lines, JSON or tables. */
export async function analyseResults(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    { partial: { type: 'boolean' }, json: { type: 'boolean' }, csv: { type: 'string' } },
    resultPositionals,
  );
  const folder = parsed.text('csv');
  const read = await readStudyResults(parsed);
  const analysis = analyseStudy(read.study, read.results);
  if (folder !== undefined) await writeTables(folder, studyTables(read, analysis));
  process.stdout.write(parsed.flag('json') ? `${JSON.stringify(analysis)}\n` : describeAnalysis(analysis));
  return 0;
}

/** All tables or none. */
export async function writeTables(folder: string, tables: ReadonlyMap<string, string>): Promise<void> {
  await using staged = await stageOutput(folder);
  for (const [name, content] of tables) await staged.write(name, content);
  await staged.commit();
}
