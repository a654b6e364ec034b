import type { Results, Runtime } from './results.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A result file's text, of this format or the one before it, which knew Chromium only.
 * @param where opens the errors
 * @throws Error that says what is not as expected
 */
export function readResults(text: string, where: string): Results {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${where}: is no JSON (${(error as Error).message}), expected a file of roentgan bench`);
  }
  const fields = objectOf(parsed, where, 'the file');
  const { format } = fields;
  if (format !== 3 && format !== 4) {
    throw new Error(`${where}: format is ${JSON.stringify(format)}, expected 3 or 4, of roentgan bench`);
  }
  for (const name of ['settings', 'machine', 'versions', 'adapter']) objectOf(fields[name], where, name);
  const models = listOf(fields.models, where, 'models');
  for (const model of models) checkModel(objectOf(model, where, 'a model'), where);
  const runtime: Runtime = format === 3 ? 'chromium' : (fields.runtime as Runtime);
  if (typeof runtime !== 'string') throw new Error(`${where}: runtime is ${runtime}, expected a name`);
  return {
    ...(parsed as Results),
    format: 4,
    runtime,
    failures: (fields.failures as Results['failures']) ?? [],
  };
}

function checkModel({ name, parameters, contenders }: Fields, where: string): void {
  if (typeof name !== 'string' || typeof parameters !== 'number') {
    throw new Error(`${where}: a model has no name or no number of parameters, expected both`);
  }
  for (const entry of listOf(contenders, where, `${name}: contenders`)) {
    const contender = objectOf(entry, where, `${name}: a contender`);
    const at = `${name}: ${String(contender.name)}`;
    if (typeof contender.name !== 'string' || typeof contender.backend !== 'string') {
      throw new Error(`${where}: ${at} has no name or backend, expected both`);
    }
    checkTiming(contender.image, where, `${at}: image`);
    for (const extra of listOf(contender.extras, where, `${at}: extras`))
      checkTiming(extra, where, `${at}: an extra`);
    listOf(contender.firstImage, where, `${at}: firstImage`);
    listOf(contender.layers, where, `${at}: layers`);
  }
}

function checkTiming(value: unknown, where: string, what: string): void {
  const timing = objectOf(value, where, what);
  const samples = listOf(timing.samples, where, `${what}: samples`);
  if (samples.length === 0 || !samples.every((sample) => typeof sample === 'number' && sample > 0)) {
    throw new Error(`${where}: ${what} has samples that are no times, expected milliseconds above 0`);
  }
  objectOf(timing.summary, where, `${what}: summary`);
  objectOf(timing.ratio, where, `${what}: ratio`);
}

function objectOf(value: unknown, where: string, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where}: ${what} is missing or no object, expected one`);
  }
  return value as Fields;
}

function listOf(value: unknown, where: string, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where}: ${what} is missing or no list, expected one`);
  return value;
}
