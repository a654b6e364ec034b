import { checkImage, type ProvenanceReport } from '@roentgan/datasets';
import { parseArguments } from '../arguments.ts';
import { checkJson } from '../check/checkJson.ts';
import { describeCheck } from '../check/describeCheck.ts';
import { errorLine } from '../errors.ts';
import { listImageFiles } from '../measure/imageFiles.ts';
import { readInputFile } from '../modelSource.ts';

/** Exit code where every file was read, but not every one says that it is synthetic: no failure, and not a "yes" to all either. */
const NOT_ALL = 3;

/** `roentgan check`: what says that images are synthetic. What cannot be read is one line on stderr, and the exit code is 1. */
export async function check(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    { json: { type: 'boolean' } },
    { names: ['FILE'], required: 1, more: true },
  );
  const json = parsed.flag('json');
  const files = await listImageFiles(parsed.positionals, { drawings: true });
  let [failed, unmarked] = [0, 0];
  for (const { path, problem } of files) {
    let report: ProvenanceReport;
    try {
      if (problem !== undefined) throw new Error(`${path}: ${problem}`);
      report = await checkImage(await readInputFile(path), path);
    } catch (error) {
      const line = errorLine(error);
      process.stderr.write(`roentgan check: ${line}\n`);
      if (json) process.stdout.write(`${JSON.stringify({ file: path, error: line })}\n`);
      failed++;
      continue;
    }
    if (!report.saysSynthetic) unmarked++;
    process.stdout.write(`${json ? JSON.stringify(checkJson(path, report)) : describeCheck(path, report)}\n`);
  }
  if (files.length > 1 && !json) {
    const synthetic = files.length - failed - unmarked;
    process.stderr.write(
      `${synthetic} of ${files.length} say that they are synthetic, ${unmarked} do not${failed > 0 ? `, ${failed} could not be read` : ''}\n`,
    );
  }
  if (failed > 0) return 1;
  return unmarked > 0 ? NOT_ALL : 0;
}
