import { collectResults, type OpenStudy, type StudyResult } from '@roentgan/datasets/study';
import type { ParsedArguments } from '../arguments.ts';
import { readInputFile } from '../modelSource.ts';
import { openStudyFile } from './openStudyFile.ts';

/** Positional arguments and options of commands that read results, for `parseArguments`. */
export const resultPositionals = { names: ['STUDY', 'RESULT'], required: 2, more: true } as const;

export interface StudyResults {
  readonly study: OpenStudy;
  readonly results: readonly StudyResult[];
}

/** Reads a study and its result files; the first that cannot be used is the error. */
export async function readStudyResults(parsed: ParsedArguments): Promise<StudyResults> {
  const [path, ...files] = parsed.positionals;
  const study = await openStudyFile(path!);
  const named = await Promise.all(
    files.map(async (name) => ({ name, content: (await readInputFile(name)).toString('utf8') })),
  );
  return { study, results: collectResults(study, named, { partial: parsed.flag('partial') }) };
}
