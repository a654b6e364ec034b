import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import type { ConvertOptions } from '@roentgan/weight-converter';
import { type ParsedArguments, parseArguments, parseNumber } from '../arguments.ts';
import { type BackendDifference, compareBackends } from '../compareBackends.ts';
import { UsageError } from '../errors.ts';
import { formatBytes } from '../formatBytes.ts';
import { describeRounding, measureRounding } from '../measureRounding.ts';
import { readInputFile } from '../modelSource.ts';
import { nameClasses } from '../nameClasses.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { sideFilesOf, sourceFile } from '../sideFiles.ts';
import { writeWhole } from '../writeWhole.ts';

/** Millimetres, as the model file takes them. */
const LARGEST_PIXEL = 1000;

/**
 * `roentgan convert`: another framework's weights to a model file, or a model file to ONNX, as the output's ending says;
 * written only when everything went well.
 */
export async function convertCommand(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      output: { type: 'string', short: 'o' },
      arch: { type: 'string' },
      dtype: { type: 'string' },
      provenance: { type: 'string' },
      shape: { type: 'string', multiple: true },
      truncation: { type: 'string' },
      sampler: { type: 'string' },
      classes: { type: 'string' },
      'pixel-size': { type: 'string' },
      verify: { type: 'boolean' },
      ...runOptions,
      json: { type: 'boolean' },
    },
    { names: ['SOURCE'], required: 1 },
  );
  const path = parsed.positionals[0]!;
  const output = parsed.text('output');
  if (output === undefined) throw new UsageError('-o MODEL.safetensors is missing');
  if (resolve(output) === resolve(path)) throw new UsageError(`-o is the source itself, ${path}`);
  if (output.endsWith('.onnx')) return exportOnnx(path, output, parsed);
  if (!output.endsWith('.safetensors'))
    throw new UsageError(`-o is "${output}", expected a name that ends in .safetensors or .onnx`);
  const arch = parsed.text('arch');
  const dtype = parsed.choice('dtype', ['f32', 'f16', 'int8']) ?? 'f32';
  const running = readRunOptions(parsed, ['auto', 'webgpu', 'cpu']);
  const unused = Object.keys(runOptions).find((name) => parsed.text(name) !== undefined);
  if (unused && !parsed.flag('verify'))
    throw new UsageError(`--${unused} goes with --verify, which is missing`);

  // The readers are needed by no other command.
  const { convert, families } = await import('@roentgan/weight-converter');
  const architecture =
    arch === undefined
      ? {}
      : await readArchitecture(
          arch,
          families.map(({ name }) => name),
        );
  const provenance = parsed.text('provenance');
  const stated = provenance === undefined ? {} : await readProvenance(provenance);
  const shapes = Object.fromEntries(
    [...parsed.pairs('shape')].map(([name, sizes]) => [name, readShape(name, sizes)]),
  );
  const truncation = parsed.number('truncation', 0, 1);
  const pixelSize = readPixelSize(parsed.text('pixel-size'));
  const samplerFile = parsed.text('sampler');
  const sampler = samplerFile === undefined ? undefined : await readJson(samplerFile);
  const file = sourceFile(path);
  const options = {
    ...architecture,
    ...nameOf(file),
    dtype,
    shapes,
    truncation,
    pixelSize,
    sampler,
    ...stated,
  };
  const openSideFile = sideFilesOf(file);
  const converted = await convert(await readInputFile(file), basename(file), {
    ...options,
    openSideFile,
  });
  const { precise, notes } = converted;
  const classes = parsed.text('classes');
  const model = classes === undefined ? converted.model : nameClasses(converted.model, classes.split(','));
  for (const note of notes) process.stderr.write(`${note}\n`);
  const bytes = writeModel(model);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const difference = parsed.flag('verify')
    ? await compareBackends({ path: output, bytes, sha256 }, running)
    : undefined;
  const rounding =
    difference && precise
      ? await measureRounding({ path: output, bytes, sha256 }, writeModel(precise), running)
      : undefined;
  await writeWhole(output, bytes);
  process.stdout.write(
    parsed.flag('json')
      ? `${JSON.stringify({ output, sha256, bytes: bytes.length, notes, verified: difference, rounding })}\n`
      : describe(output, bytes.length, difference) + (rounding ? describeRounding(dtype, rounding) : ''),
  );
  return 0;
}

/** A model file to ONNX, as it is: all that the command can choose belongs to reading another framework's weights. */
async function exportOnnx(path: string, output: string, parsed: ParsedArguments): Promise<number> {
  const readingOnly = [
    'arch',
    'dtype',
    'provenance',
    'shape',
    'truncation',
    'sampler',
    'classes',
    'pixel-size',
    'verify',
    'backend',
    'threads',
  ];
  const refused = readingOnly.find((name) =>
    name === 'shape' ? parsed.pairs(name).size > 0 : parsed.flag(name) || parsed.text(name) !== undefined,
  );
  if (refused)
    throw new UsageError(
      `--${refused} does not go with -o ${output}, expected a name that ends in .safetensors`,
    );
  const { writeOnnx } = await import('@roentgan/weight-converter');
  const bytes = writeOnnx(readModel(await readInputFile(path), basename(path)));
  await writeWhole(output, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  process.stdout.write(
    parsed.flag('json')
      ? `${JSON.stringify({ output, sha256, bytes: bytes.length })}\n`
      : describe(output, bytes.length, undefined),
  );
  return 0;
}

/** Every TensorFlow.js model is called model.json: its folder names it. */
function nameOf(file: string): { name?: string } {
  return basename(file) === 'model.json' ? { name: basename(dirname(resolve(file))) } : {};
}

/** Sizes of an input that the source leaves open, such as `1,3,256,256`. */
function readShape(name: string, sizes: string): number[] {
  const where = `--shape ${name}`;
  return sizes.split(',').map((size) => {
    const value = parseNumber(where, size, 1, 65536);
    if (!Number.isInteger(value)) throw new UsageError(`${where} has ${value}, expected whole numbers`);
    return value;
  });
}

/** Millimetres between rows and between columns: `0.14`, or `0.14,0.15` where they differ. */
function readPixelSize(text: string | undefined): [number, number] | undefined {
  if (text === undefined) return undefined;
  const [rows, columns = rows, ...more] = text.split(',');
  if (more.length > 0)
    throw new UsageError(`--pixel-size is "${text}", expected MM, or ROWS,COLUMNS in mm where they differ`);
  const read = (size: string) => parseNumber('--pixel-size', size, Number.MIN_VALUE, LARGEST_PIXEL);
  return [read(rows!), read(columns!)];
}

function describe(output: string, bytes: number, difference: BackendDifference | undefined): string {
  const written = `${output}: ${formatBytes(bytes)}\n`;
  if (!difference) return written;
  const { maximum, largest, backend, adapter } = difference;
  return `${written}${backend} (${adapter}) and reference differ by at most ${maximum.toExponential(2)}, values up to ${largest.toPrecision(3)}\n`;
}

async function readArchitecture(
  arch: string,
  families: readonly string[],
): Promise<{ archJson: unknown } | { arch: string }> {
  if (!arch.endsWith('.json')) {
    if (families.includes(arch)) return { arch };
    throw new UsageError(`--arch is "${arch}", expected ${families.join(', ')} or a .json file`);
  }
  return { archJson: await readJson(arch) };
}

/** What source files do not state: `name`, and the model file's `provenance` fields. */
async function readProvenance(path: string): Promise<Pick<ConvertOptions, 'name' | 'provenance'>> {
  const stated = await readJson(path);
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) {
    throw new Error(
      `${path}: holds no JSON object, expected one such as {"name":"knee","licence":"CC-BY-4.0"}`,
    );
  }
  // The converter checks the fields when it reads back what it wrote.
  const { name, ...provenance } = stated as Record<string, string>;
  return { ...(name === undefined ? {} : { name }), provenance };
}

async function readJson(path: string): Promise<unknown> {
  const text = (await readInputFile(path)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: is not JSON: ${(error as Error).message}`);
  }
}
