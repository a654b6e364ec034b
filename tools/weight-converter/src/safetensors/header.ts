import { ModelFileError, parseJson } from '@roentgan/gan-runtime/model-file';
import { countElements, formatDims, stridesOf } from '../graph/shape.ts';
import { elementTypes, TorchTensor } from '../pytorch/torchTensor.ts';

/** Bytes of the length that stands before the header. */
const LENGTH_BYTES = 8;
/** What a header may be long: enough for 20000 tensors. */
const MAX_HEADER = 4 * 1024 * 1024;

/** Element types of the format by torch's name for a storage of them. */
const storageOf: Readonly<Record<string, string>> = {
  F64: 'DoubleStorage',
  F32: 'FloatStorage',
  F16: 'HalfStorage',
  BF16: 'BFloat16Storage',
  I64: 'LongStorage',
  I32: 'IntStorage',
  I16: 'ShortStorage',
  I8: 'CharStorage',
  U8: 'ByteStorage',
  BOOL: 'BoolStorage',
};

type Fields = Readonly<Record<string, unknown>>;

/** The tensors of a safetensors file by name, in the order of the header. Every size is checked against the bytes there are. */
export function parseHeader(
  bytes: Uint8Array,
  fileName: string,
): { tensors: Map<string, TorchTensor>; metadata: Fields } {
  const fail = (message: string): never => {
    throw new ModelFileError(`${fileName}: ${message}`);
  };
  if (bytes.length < LENGTH_BYTES) fail(`has ${bytes.length} bytes, expected a header of at least 8`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = LENGTH_BYTES + length;
  if (length > MAX_HEADER) fail(`header length is ${length}, expected at most ${MAX_HEADER}`);
  if (start > bytes.length) fail(`header length is ${length}, the file has ${bytes.length} bytes`);
  const header = asFields(
    parseJson(decode(bytes.subarray(LENGTH_BYTES, start), fail), `${fileName}: header`),
  );
  if (!header) return fail('header is no JSON object');
  const data = bytes.subarray(start);
  const tensors = new Map<string, TorchTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    tensors.set(name, parseTensor(name, entry, data, fail));
  }
  return { tensors, metadata: asFields(header.__metadata__) ?? {} };
}

function parseTensor(
  name: string,
  entry: unknown,
  data: Uint8Array,
  refuse: (message: string) => never,
): TorchTensor {
  const fail = (message: string) => refuse(`tensor "${name}": ${message}`);
  const { dtype, shape, data_offsets: offsets } = asFields(entry) ?? fail('is no object');
  const storage = typeof dtype === 'string' && Object.hasOwn(storageOf, dtype) ? storageOf[dtype] : undefined;
  if (storage === undefined) {
    return fail(`dtype is ${JSON.stringify(dtype)}, expected ${Object.keys(storageOf).join(', ')}`);
  }
  if (!isSizes(shape) || shape.length > 8)
    return fail(`shape is ${JSON.stringify(shape)}, expected up to 8 sizes`);
  if (!isSizes(offsets) || offsets.length !== 2)
    return fail(`data_offsets is ${JSON.stringify(offsets)}, expected two positions`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > data.length)
    fail(`data_offsets is [${begin},${end}], expected positions in ${data.length} bytes`);
  const wanted = countElements(shape) * elementTypes[storage]!.bytes;
  if (wanted !== end - begin)
    fail(`has ${end - begin} bytes, expected ${wanted} for ${dtype} ${formatDims(shape)}`);
  const bytes = () => data.subarray(begin, end);
  return new TorchTensor({ type: storage, key: name, start: 0, bytes }, 0, shape, stridesOf(shape));
}

function decode(bytes: Uint8Array, fail: (message: string) => never): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('header is not valid UTF-8');
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
