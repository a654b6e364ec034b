import { halfToFloat, ModelFileError } from '@roentgan/gan-runtime/model-file';
import { countElements, formatDims, stridesOf } from '../graph/shape.ts';
import { bfloatToFloat } from '../onnx/constant.ts';

interface ElementType {
  readonly bytes: number;
  /** Values of bytes that start a buffer of their own. */
  read(bytes: Uint8Array<ArrayBuffer>): ArrayLike<number>;
}

/** By the name of torch's storage class and, for untyped storages, of its dtype. */
export const elementTypes: Readonly<Record<string, ElementType>> = {
  FloatStorage: { bytes: 4, read: ({ buffer }) => new Float32Array(buffer) },
  DoubleStorage: { bytes: 8, read: ({ buffer }) => new Float64Array(buffer) },
  HalfStorage: { bytes: 2, read: ({ buffer }) => halfToFloat(new Uint16Array(buffer)) },
  BFloat16Storage: { bytes: 2, read: ({ buffer }) => bfloatToFloat(new Uint16Array(buffer)) },
  LongStorage: { bytes: 8, read: ({ buffer }) => Float64Array.from(new BigInt64Array(buffer), Number) },
  IntStorage: { bytes: 4, read: ({ buffer }) => new Int32Array(buffer) },
  ShortStorage: { bytes: 2, read: ({ buffer }) => new Int16Array(buffer) },
  CharStorage: { bytes: 1, read: ({ buffer }) => new Int8Array(buffer) },
  ByteStorage: { bytes: 1, read: (bytes) => bytes },
  BoolStorage: { bytes: 1, read: (bytes) => bytes },
};

export const storageOfDtype: Readonly<Record<string, string>> = {
  float32: 'FloatStorage',
  float64: 'DoubleStorage',
  float16: 'HalfStorage',
  bfloat16: 'BFloat16Storage',
  int64: 'LongStorage',
  int32: 'IntStorage',
  int16: 'ShortStorage',
  int8: 'CharStorage',
  uint8: 'ByteStorage',
  bool: 'BoolStorage',
};

/** Where a tensor's values lie. The bytes of a legacy file come after the pickle, so they are asked for late. */
export interface TorchStorage {
  readonly type: string;
  readonly key: string;
  /** Elements before this view of the stored block. */
  readonly start: number;
  bytes(): Uint8Array;
}

/** A tensor as a checkpoint states it: a strided view of a storage. */
export class TorchTensor {
  readonly storage: TorchStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: TorchStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /** The values in C order, whatever the strides; checks every bound before it allocates. */
  toFloat32(where: string): Float32Array {
    const { bytes: size, read } = elementTypes[this.storage.type]!;
    const stored = this.storage.bytes();
    const available = Math.floor(stored.length / size) - this.storage.start;
    const count = countElements(this.shape);
    const last = this.shape.reduce(
      (sum, length, axis) => sum + (length - 1) * this.strides[axis]!,
      this.offset,
    );
    if (count > 0 && !(last < available && count <= Math.max(available, 1 << 16))) {
      throw new ModelFileError(
        `${where}: ${formatDims(this.shape)} with strides [${this.strides}] from ${this.offset} needs ${last + 1} elements, its storage "${this.storage.key}" has ${available}`,
      );
    }
    const from = (this.storage.start + this.offset) * size;
    const used = count === 0 ? 0 : (last - this.offset + 1) * size;
    const values = read(new Uint8Array(stored.subarray(from, from + used)));
    const dense = stridesOf(this.shape);
    if (this.shape.some((length, axis) => length > 1 && this.strides[axis] !== dense[axis])) {
      return gather(values, this.shape, this.strides, count);
    }
    return values instanceof Float32Array ? values : Float32Array.from(values);
  }
}

function gather(
  values: ArrayLike<number>,
  shape: readonly number[],
  strides: readonly number[],
  count: number,
): Float32Array {
  const result = new Float32Array(count);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let at = 0; at < count; at++) {
    result[at] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
