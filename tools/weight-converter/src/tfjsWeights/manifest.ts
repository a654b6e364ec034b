import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { countElements } from '../graph/shape.ts';
import { type Encoding, plainEncodings, type Quantization, quantizedEncodings } from './elementTypes.ts';

/** A tensor as `weightsManifest` declares it. */
export interface DeclaredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly count: number;
  readonly dtype: string;
  /** Absent for texts and complex numbers, which take up bytes but have no reader. */
  readonly encoding?: Encoding;
  readonly quantization: Quantization;
}

/** Weights that lie one behind the other in the bytes of `paths`, joined. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly DeclaredWeight[];
}

type Json = Readonly<Record<string, unknown>>;

/** Checks a `weightsManifest`, which comes from a file. Throws ModelFileError. */
export function readManifest(manifest: unknown, fileName: string): WeightGroup[] {
  const fail = (message: string): never => {
    throw new ModelFileError(`${fileName}: weightsManifest ${message}`);
  };
  if (!Array.isArray(manifest)) return fail(`is ${typeof manifest}, expected an array of groups`);
  return manifest.map((group: unknown, at): WeightGroup => {
    const { paths, weights } = isObject(group) ? group : fail(`[${at}] is no object`);
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string'))
      return fail(`[${at}].paths is no array of names`);
    if (!Array.isArray(weights)) return fail(`[${at}].weights is no array`);
    const outside = paths.find((path) => /^([a-z][a-z0-9+.-]*:|[\\/])|(^|[\\/])\.\.([\\/]|$)|\0/i.test(path));
    if (outside !== undefined) fail(`names the shard "${outside}", expected one beside the file`);
    return { paths, weights: weights.map((weight) => readWeight(weight, fileName)) };
  });
}

function readWeight(weight: unknown, fileName: string): DeclaredWeight {
  const { name, shape, dtype, quantization } = isObject(weight) ? weight : ({} as Json);
  const fail = (message: string): never => {
    throw new ModelFileError(`${fileName}: weight "${name}" ${message}`);
  };
  if (typeof name !== 'string' || name === '') return fail('has no name');
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    return fail(`has the shape ${JSON.stringify(shape)}, expected sizes`);
  const count = countElements(shape);
  if (!Number.isSafeInteger(count)) fail(`has the shape [${shape}]`);
  if (typeof dtype !== 'string') return fail('has no dtype');
  const declared = { name, shape, count, dtype };
  if (quantization !== undefined && quantization !== null) {
    return { ...declared, ...readQuantization(quantization, dtype, fail) };
  }
  const encoding = plainEncodings.get(dtype);
  if (encoding === undefined && dtype !== 'string' && dtype !== 'complex64')
    fail(`has dtype "${dtype}", expected ${[...plainEncodings.keys()].join(', ')}`);
  return { ...declared, ...(encoding && { encoding }), quantization: { scale: 1, min: 0 } };
}

function readQuantization(quantization: unknown, dtype: string, fail: (message: string) => never) {
  const { dtype: stored, scale, min } = isObject(quantization) ? quantization : ({} as Json);
  const encoding = quantizedEncodings.get(`${dtype} ${stored}`);
  if (encoding === undefined) {
    return fail(
      `is ${dtype} quantised as ${stored}, expected ${[...quantizedEncodings.keys()].map((key) => key.replace(' ', ' as ')).join(', ')}`,
    );
  }
  if (stored === 'float16') return { encoding, quantization: { scale: 1, min: 0 } };
  if (!Number.isFinite(scale) || !Number.isFinite(min))
    return fail(`is quantised with scale ${scale} and min ${min}, expected numbers`);
  return { encoding, quantization: { scale: scale as number, min: min as number } };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
