import * as v from 'valibot';
import type { Answers, Reader } from './answers.ts';
import { checkFields, parseJson } from './checkFields.ts';
import { sha256Hex } from './hash.ts';
import { phaseLength, type Session } from './session.ts';
import { showingOrder } from './showingOrder.ts';
import { confidenceLevels, type Phase, phases } from './study.ts';
import type { OpenStudy } from './studyFile.ts';
import { StudyFileError } from './studyFileError.ts';

const FORMAT = 'roentgan-study-result';
const VERSION = 1;

/** What one reader answered. It names images by their ids only: without the study's file it says nothing of them. */
export interface StudyResult extends Answers {
  /** Id and name of the study. */
  readonly study: string;
  readonly name: string;
  readonly session: string;
  readonly reader: Reader;
  /** ISO 8601: when the reader began, and when this was saved. */
  readonly startedAt: string;
  readonly savedAt: string;
  /** Whether both phases are answered to the end. */
  readonly complete: boolean;
  readonly software: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const text = v.pipe(v.string(), v.maxLength(200));
const answered = {
  image: text,
  showing: v.picklist([1, 2]),
  milliseconds: count,
  interruptions: count,
};

const schema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  study: text,
  name: text,
  session: text,
  reader: v.strictObject({
    code: v.pipe(text, v.minLength(1)),
    role: text,
    years: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  }),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  complete: v.boolean(),
  software: text,
  grading: v.array(v.strictObject({ ...answered, grade: count })),
  detection: v.array(
    v.strictObject({ ...answered, verdict: v.picklist(['real', 'synthetic']), confidence: count }),
  ),
  checksum: v.string(),
});

/** What a session comes to. */
export function resultOf(
  { study }: OpenStudy,
  session: Session,
  { savedAt, software }: { readonly savedAt: string; readonly software: string },
): StudyResult {
  const { study: id, id: sessionId, reader, startedAt, grading, detection } = session;
  return {
    ...{ study: id, name: study.name, session: sessionId, reader, startedAt, savedAt },
    complete: detection.length === phaseLength(study),
    ...{ software, grading, detection },
  };
}

/** The text of a result file; its checksum shows whether it is still as it was saved. */
export function writeResult(result: StudyResult): string {
  const content = { format: FORMAT, version: VERSION, ...result };
  return `${JSON.stringify({ ...content, checksum: checksumOf(content) }, null, 1)}\n`;
}

/**
 * Reads a result file of `study`.
 * @param where names the file in messages
 * @throws StudyFileError for what is corrupt, of another study, or does not follow the order in which images were shown
 */
export function readResult(content: string, study: OpenStudy, where: string): StudyResult {
  const parsed = parseJson(content, where);
  const given = (parsed ?? {}) as { format?: unknown; version?: unknown };
  if (given.format !== FORMAT)
    throw new StudyFileError(
      `${where}: is no result of a reader study, expected a file that the study page saved`,
    );
  if (given.version !== VERSION)
    throw new StudyFileError(`${where}: version is ${String(given.version)}, expected ${VERSION}`);
  const { checksum, ...fields } = checkFields(schema, parsed, where);
  if (fields.study !== study.id)
    throw new StudyFileError(
      `${where}: is of another study, "${fields.name}", expected "${study.study.name}"`,
    );
  if (checksum !== checksumOf(fields))
    throw new StudyFileError(
      `${where}: was changed after it was saved (its checksum does not fit), expected it as it was`,
    );
  const { format: _, version: __, ...result } = fields;
  for (const phase of phases) checkAnswers(result, study, phase, where);
  const total = phaseLength(study.study);
  if (result.detection.length > 0 && result.grading.length < total)
    throw new StudyFileError(
      `${where}: detection has answers, but grading ${result.grading.length} of ${total}, expected all`,
    );
  return result;
}

/** Keys in alphabetical order, so that it does not matter how the file was written. */
function checksumOf(content: object): string {
  return sha256Hex(
    JSON.stringify(content, (_, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
        : value,
    ),
  );
}

function checkAnswers(result: StudyResult, study: OpenStudy, phase: Phase, where: string): void {
  const order = showingOrder(study, result.reader.code, phase);
  const answers = result[phase];
  if (answers.length > order.length)
    throw new StudyFileError(
      `${where}: ${phase} has ${answers.length} answers, expected at most ${order.length}`,
    );
  for (const [at, { image, showing }] of answers.entries()) {
    const expected = order[at]!;
    if (image !== expected.image || showing !== expected.showing)
      throw new StudyFileError(
        `${where}: ${phase}[${at}] is ${image} (showing ${showing}), expected ${expected.image} (showing ${expected.showing})`,
      );
  }
  const { grades, protocol } = study.study;
  for (const [at, { grade }] of result.grading.entries()) {
    if (grade >= grades.length)
      throw new StudyFileError(
        `${where}: grading[${at}].grade is ${grade}, expected 0 to ${grades.length - 1}`,
      );
  }
  const levels = confidenceLevels(protocol);
  for (const [at, { confidence }] of result.detection.entries()) {
    if (confidence < 1 || confidence > levels)
      throw new StudyFileError(
        `${where}: detection[${at}].confidence is ${confidence}, expected 1 to ${levels}`,
      );
  }
}
