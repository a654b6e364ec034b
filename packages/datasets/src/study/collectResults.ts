import { readResult, type StudyResult } from './resultFile.ts';
import type { OpenStudy } from './studyFile.ts';
import { StudyFileError } from './studyFileError.ts';

export interface NamedText {
  readonly name: string;
  readonly content: string;
}

/**
 * Reads the result files of a study, by reader's code.
 * @param partial whether results are taken that do not reach the end of the study
 * @throws StudyFileError for the first file that cannot be used, and for two files of one reader
 */
export function collectResults(
  study: OpenStudy,
  files: readonly NamedText[],
  { partial }: { readonly partial: boolean },
): StudyResult[] {
  const results = new Map<string, { name: string; result: StudyResult }>();
  for (const { name, content } of files) {
    const result = readResult(content, study, name);
    const { code } = result.reader;
    const other = results.get(code);
    if (other) throw new StudyFileError(describeDouble({ name, result }, other));
    if (!result.complete && !partial) throw new StudyFileError(describePartial(result, name));
    results.set(code, { name, result });
  }
  if (results.size === 0)
    throw new StudyFileError('results: there are none, expected at least one result file');
  return [...results.values()]
    .map(({ result }) => result)
    .sort((one, other) => one.reader.code.localeCompare(other.reader.code, 'en', { numeric: true }));
}

type Named = { readonly name: string; readonly result: StudyResult };

function describeDouble(one: Named, other: Named): string {
  const [longer, shorter] = lengthOf(one) >= lengthOf(other) ? [one, other] : [other, one];
  const advice =
    one.result.session === other.result.session
      ? `${shorter.name} holds ${lengthOf(shorter)} of the ${lengthOf(longer)} answers of ${longer.name}: leave it out`
      : 'they are two attempts: leave one out';
  return `${one.name}: reader ${one.result.reader.code} is in ${other.name} too, expected one file a reader; ${advice}`;
}

function describePartial(result: StudyResult, name: string): string {
  const { grading, detection, reader } = result;
  return `${name}: reader ${reader.code} stopped after ${grading.length} grades and ${detection.length} verdicts, expected all answers (--partial takes what is there)`;
}

function lengthOf({ result }: Named): number {
  return result.grading.length + result.detection.length;
}
