import * as v from 'valibot';
import { checkFields, parseJson } from './checkFields.ts';
import { sha256Hex } from './hash.ts';
import type { Study } from './study.ts';
import { StudyFileError } from './studyFileError.ts';

const FORMAT = 'roentgan-study';
const VERSION = 1;
const NOTE =
  'Taking part? Open this file with the reader study page only. What is sealed would tell you more than a reader may know.';

/** A study with what names it everywhere. */
export interface OpenStudy {
  /** SHA-256 of the sealed text in hex: result files state it. */
  readonly id: string;
  readonly study: Study;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));

const imageSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^i\d{3,6}$/)),
  origin: v.picklist(['real', 'synthetic']),
  grade: count,
  source: v.union([v.strictObject({ hash: hex(64) }), v.strictObject({ seed: count })]),
  jpegQuality: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
});

const studySchema = v.strictObject({
  name: text,
  seed: count,
  salt: hex(32),
  grades: v.pipe(v.array(text), v.minLength(2), v.maxLength(10)),
  width: size,
  height: size,
  images: v.pipe(v.array(imageSchema), v.minLength(2), v.maxLength(100_000)),
  repeats: v.array(v.string()),
  model: v.exactOptional(
    v.strictObject({
      name: text,
      sha256: hex(64),
      label: text,
      truncation: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
    }),
  ),
  protocol: v.strictObject({
    confidence: v.picklist(['six-point', 'five-levels']),
    allowBack: v.boolean(),
    tools: v.boolean(),
    introduction: v.exactOptional(v.pipe(v.string(), v.maxLength(20_000))),
  }),
});

const fileSchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  name: text,
  note: v.string(),
  id: hex(64),
  sealed: v.string(),
});

/**
 * The text of a study's file. What would tell a reader which images are synthetic is sealed, against a look and not against
 * an attack: it is base64.
 * @throws StudyFileError for what `readStudy` would refuse
 */
export function writeStudy(study: Study): string {
  const checked: Study = checkFields(studySchema, study, 'study');
  checkWhole(checked, 'study');
  const inside = JSON.stringify(checked);
  const sealed = btoa(binaryText(inside));
  const file = {
    format: FORMAT,
    version: VERSION,
    name: study.name,
    note: NOTE,
    id: sha256Hex(inside),
    sealed,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * Opens the text of a study's file.
 * @param where names the file in messages
 * @throws StudyFileError
 */
export function readStudy(content: string, where: string): OpenStudy {
  const parsed = parseJson(content, where);
  const { format, version } = (parsed ?? {}) as { format?: unknown; version?: unknown };
  if (format !== FORMAT) {
    const found = format === undefined ? 'no study' : `a file of format "${String(format)}"`;
    throw new StudyFileError(`${where}: is ${found}, expected a study that roentgan study make wrote`);
  }
  if (version !== VERSION)
    throw new StudyFileError(`${where}: version is ${String(version)}, expected ${VERSION}`);
  const { id, sealed } = checkFields(fileSchema, parsed, where);
  const inside = unseal(sealed, where);
  if (sha256Hex(inside) !== id)
    throw new StudyFileError(`${where}: its content does not match its id, expected a file as it was saved`);
  const study: Study = checkFields(studySchema, parseJson(inside, where), where);
  checkWhole(study, where);
  return { id, study };
}

function unseal(sealed: string, where: string): string {
  try {
    const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StudyFileError(`${where}: sealed is no base64 text, expected a file as it was saved`);
  }
}

/** What no field can say for itself. */
function checkWhole({ images, grades, repeats, model }: Study, where: string): void {
  const ids = new Set<string>();
  const sources = new Set<string>();
  for (const { id, grade, source } of images) {
    if (ids.has(id)) throw new StudyFileError(`${where}: two images are ${id}, expected one`);
    ids.add(id);
    if (grade >= grades.length)
      throw new StudyFileError(`${where}: ${id} has grade ${grade}, expected 0 to ${grades.length - 1}`);
    const key = JSON.stringify(source);
    if (sources.has(key))
      throw new StudyFileError(`${where}: ${id} is another image again, expected a new one`);
    sources.add(key);
    if ('seed' in source && !model)
      throw new StudyFileError(`${where}: ${id} has a seed, but the study states no model`);
  }
  const unknown = repeats.find((id) => !ids.has(id));
  if (unknown !== undefined)
    throw new StudyFileError(`${where}: repeats has ${unknown}, expected the id of an image`);
  if (new Set(repeats).size !== repeats.length)
    throw new StudyFileError(`${where}: repeats names an image twice, expected each once`);
}

/** UTF-8 as one character a byte, which is what `btoa` takes. */
function binaryText(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
