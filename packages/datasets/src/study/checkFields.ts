import { type BaseIssue, type BaseSchema, type InferOutput, safeParse } from 'valibot';
import { StudyFileError } from './studyFileError.ts';

/**
 * `value` as `schema` describes it.
 * @param where opens the message: the file
 * @throws StudyFileError that names the first field that does not fit
 */
export function checkFields<Schema extends BaseSchema<unknown, unknown, BaseIssue<unknown>>>(
  schema: Schema,
  value: unknown,
  where: string,
): InferOutput<Schema> {
  const result = safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('');
  const field = path.replace(/^\./, '');
  throw new StudyFileError(
    `${where}: ${field ? `${field} is` : 'is'} ${short(issue.received)}, expected ${issue.expected ?? issue.message}`,
  );
}

/** Text as JSON. @throws StudyFileError */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const found = text.trim() === '' ? 'is empty' : 'is no JSON, or cut short';
    throw new StudyFileError(`${where}: ${found}, expected a file as it was saved`);
  }
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
