import { halfToFloat } from '@roentgan/gan-runtime/model-file';

/** What a weight's values are; integers and booleans come as numbers in a Float64Array. */
export type WeightType = 'float' | 'integer' | 'boolean';

export interface Quantization {
  readonly scale: number;
  readonly min: number;
}

export interface Encoding {
  readonly type: WeightType;
  /** Bytes of one stored element. */
  readonly bytes: number;
  /** Values of little-endian bytes, which start a buffer of their own. */
  read(bytes: Uint8Array<ArrayBuffer>, quantization: Quantization): Float32Array | Float64Array;
}

const floats: Encoding = { type: 'float', bytes: 4, read: ({ buffer }) => new Float32Array(buffer) };
const halves: Encoding = {
  type: 'float',
  bytes: 2,
  read: ({ buffer }) => halfToFloat(new Uint16Array(buffer)),
};

/** Encodings of weights that are stored as they are, by `dtype`. */
export const plainEncodings: ReadonlyMap<string, Encoding> = new Map([
  ['float32', floats],
  ['float16', halves],
  ['int32', whole(4, ({ buffer }) => new Int32Array(buffer))],
  ['uint16', whole(2, ({ buffer }) => new Uint16Array(buffer))],
  ['uint8', whole(1, (bytes) => bytes)],
  [
    'bool',
    {
      type: 'boolean',
      bytes: 1,
      read: (bytes) => Float64Array.from(bytes, (byte) => Number(byte !== 0)),
    },
  ],
]);

/** Encodings of quantised weights, by `dtype` and `quantization.dtype`; a value is `q * scale + min`. */
export const quantizedEncodings: ReadonlyMap<string, Encoding> = new Map([
  ['float32 float16', halves],
  ['float32 uint8', scaledFloats(1, (bytes) => bytes)],
  ['float32 uint16', scaledFloats(2, ({ buffer }) => new Uint16Array(buffer))],
  ['int32 uint8', scaledIntegers(1, (bytes) => bytes)],
  ['int32 uint16', scaledIntegers(2, ({ buffer }) => new Uint16Array(buffer))],
]);

type Stored = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Uint16Array | Int32Array;

function whole(bytes: number, stored: Stored): Encoding {
  return { type: 'integer', bytes, read: (buffer) => Float64Array.from(stored(buffer)) };
}

function scaledFloats(bytes: number, stored: Stored): Encoding {
  return {
    type: 'float',
    bytes,
    read: (buffer, { scale, min }) => Float32Array.from(stored(buffer), (q) => q * scale + min),
  };
}

function scaledIntegers(bytes: number, stored: Stored): Encoding {
  return {
    type: 'integer',
    bytes,
    read: (buffer, { scale, min }) => Float64Array.from(stored(buffer), (q) => Math.round(q * scale + min)),
  };
}
