import { type Operation, operations } from '@roentgan/kernels';
import { parseCall } from '@roentgan/kernels/measure';
import { readDirectives } from '@roentgan/kernels/own';
import { type ParsedArguments, parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { readInputFile } from '../modelSource.ts';
import { type LayerShape, layerShapes } from './layerShapes.ts';

/** A file of WGSL to be measured beside the built-in kernels. */
export interface VariantFile {
  /** Its path, as the caller wrote it. */
  readonly name: string;
  readonly text: string;
}

export interface KernelOptions {
  readonly shapes: readonly LayerShape[];
  readonly variants: readonly VariantFile[];
  readonly type: 'f32' | 'f16';
  readonly workgroups: string | undefined;
  readonly samples: number | undefined;
  readonly seconds: number;
  readonly out: string | undefined;
  readonly json: boolean;
}

/** Bytes; a kernel has some thousands. */
const largestFile = 2 ** 20;
const defaultOps = ['convTranspose2d', 'conv2d'];

/** @throws UsageError */
export async function readKernelOptions(args: readonly string[]): Promise<KernelOptions> {
  const parsed = parseArguments(
    args,
    {
      op: { type: 'string' },
      variant: { type: 'string', multiple: true },
      shape: { type: 'string', multiple: true },
      model: { type: 'string' },
      batch: { type: 'string' },
      workgroups: { type: 'string' },
      dtype: { type: 'string' },
      samples: { type: 'string' },
      seconds: { type: 'string' },
      out: { type: 'string', short: 'o' },
      json: { type: 'boolean' },
    },
    { names: [], required: 0 },
  );
  const variants = await Promise.all(parsed.list('variant').map(readVariant));
  const op = opOf(parsed, variants);
  if (variants.length > 0 && op === undefined) {
    throw new UsageError(`${variants[0]!.name}: says no //! op, expected --op NAME or a line "//! op: NAME"`);
  }
  const workgroups = parsed.text('workgroups');
  if (workgroups !== undefined && variants.length !== 1) {
    throw new UsageError(`--workgroups is for one --variant, found ${variants.length}`);
  }
  return {
    shapes: await shapesOf(parsed, op),
    variants,
    type: parsed.choice('dtype', ['f32', 'f16']) ?? 'f32',
    workgroups,
    samples: parsed.integer('samples', 1, 1000),
    seconds: parsed.number('seconds', 0.1, 3600) ?? 30,
    out: parsed.text('out'),
    json: parsed.flag('json'),
  };
}

async function readVariant(path: string): Promise<VariantFile> {
  const bytes = await readInputFile(path);
  if (bytes.length > largestFile) {
    throw new UsageError(`${path}: is ${bytes.length} bytes, expected WGSL of at most ${largestFile}`);
  }
  return { name: path, text: bytes.toString('utf8') };
}

/** The operation named, or the one that all files name. */
function opOf(parsed: ParsedArguments, variants: readonly VariantFile[]): Operation | undefined {
  const named = parsed.text('op');
  const stated = variants.flatMap(({ name, text }) => readDirectives(text, name).op?.value ?? []);
  const name = named ?? stated[0];
  if (name === undefined) return undefined;
  const operation = operations[name];
  if (!operation) {
    throw new UsageError(`--op is "${name}", expected ${Object.keys(operations).sort().join(', ')}`);
  }
  return operation;
}

async function shapesOf(
  parsed: ParsedArguments,
  operation: Operation | undefined,
): Promise<readonly LayerShape[]> {
  const texts = parsed.list('shape');
  const batch = parsed.integer('batch', 1, 4096);
  const model = parsed.text('model');
  if (texts.length > 0) {
    if (!operation) throw new UsageError('--shape is of no operation, expected --op NAME');
    if (batch !== undefined || model !== undefined) {
      throw new UsageError(
        '--shape says the batch and needs no model, expected no --batch or --model with it',
      );
    }
    try {
      return texts.map((text) => ({ operation, call: parseCall(operation, text), from: 'command line' }));
    } catch (error) {
      throw new UsageError(`--${(error as Error).message}`);
    }
  }
  const ops = operation ? [operation.name] : defaultOps;
  const shapes = await layerShapes(ops, model, batch ?? 1);
  if (shapes.length === 0) {
    throw new UsageError(
      `no layer of ${model ?? 'the models here'} is ${ops.join(' or ')}, expected --shape`,
    );
  }
  return shapes;
}
