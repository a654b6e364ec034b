import { halfToFloat, ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Constant } from '../graph/constant.ts';
import { countElements, formatDims } from '../graph/shape.ts';
import type { OnnxTensor } from './onnxModel.ts';

export { integers } from '../graph/constant.ts';
export type { Constant };

interface ElementType {
  readonly type: Constant['type'];
  readonly bytes: number;
  /** Values of little-endian bytes, which start a buffer of their own. */
  read(bytes: Uint8Array<ArrayBuffer>): Float32Array | Float64Array;
}

/** By TensorProto.DataType. */
const elementTypes: Readonly<Record<number, ElementType>> = {
  1: { type: 'float', bytes: 4, read: ({ buffer }) => new Float32Array(buffer) },
  2: { type: 'integer', bytes: 1, read: (bytes) => Float64Array.from(bytes) },
  3: { type: 'integer', bytes: 1, read: ({ buffer }) => Float64Array.from(new Int8Array(buffer)) },
  4: { type: 'integer', bytes: 2, read: ({ buffer }) => Float64Array.from(new Uint16Array(buffer)) },
  5: { type: 'integer', bytes: 2, read: ({ buffer }) => Float64Array.from(new Int16Array(buffer)) },
  6: { type: 'integer', bytes: 4, read: ({ buffer }) => Float64Array.from(new Int32Array(buffer)) },
  7: {
    type: 'integer',
    bytes: 8,
    read: ({ buffer }) => Float64Array.from(new BigInt64Array(buffer), Number),
  },
  9: { type: 'boolean', bytes: 1, read: (bytes) => Float64Array.from(bytes, (byte) => Number(byte !== 0)) },
  10: { type: 'float', bytes: 2, read: ({ buffer }) => halfToFloat(new Uint16Array(buffer)) },
  11: { type: 'float', bytes: 8, read: ({ buffer }) => new Float64Array(buffer) },
  12: { type: 'integer', bytes: 4, read: ({ buffer }) => Float64Array.from(new Uint32Array(buffer)) },
  13: {
    type: 'integer',
    bytes: 8,
    read: ({ buffer }) => Float64Array.from(new BigUint64Array(buffer), Number),
  },
  16: { type: 'float', bytes: 2, read: ({ buffer }) => bfloatToFloat(new Uint16Array(buffer)) },
};

export function constantType(dataType: number): Constant['type'] | undefined {
  return elementTypes[dataType]?.type;
}

/** Checks a TensorProto against the bytes it has, before anything of its size is allocated, and reads it. */
export function readTensor(tensor: OnnxTensor, name: string, where: string): Constant {
  const fail = (message: string): never => {
    throw new ModelFileError(`${where}: tensor "${name}" ${message}`);
  };
  const { dims, integers: list, raw } = tensor;
  if (tensor.external) fail('is in another file; save the model as one file');
  const element = elementTypes[tensor.dataType];
  if (element === undefined)
    return fail(`has data type ${tensor.dataType}, expected float, integer or boolean`);
  const count = countElements(dims);
  if (!dims.every((size) => size >= 0) || !Number.isSafeInteger(count))
    fail(`has the shape ${formatDims(dims)}`);
  const found = raw === undefined ? list.length : raw.length / element.bytes;
  if (found !== count) {
    const given = raw === undefined ? `${list.length} values` : `${raw.length} bytes`;
    fail(`has ${given}, expected ${count} values of ${element.bytes} bytes for ${formatDims(dims)}`);
  }
  const data = raw === undefined ? fromIntegers(list, tensor.dataType) : element.read(Uint8Array.from(raw));
  return { kind: 'constant', name, type: element.type, shape: [...dims], data };
}

/** 16-bit floats are stored as their bit patterns in `int32_data`. */
function fromIntegers(list: readonly number[], dataType: number): Float32Array | Float64Array {
  if (dataType === 10) return halfToFloat(Uint16Array.from(list));
  if (dataType === 16) return bfloatToFloat(Uint16Array.from(list));
  return dataType === 1 ? Float32Array.from(list) : Float64Array.from(list);
}

/** A bfloat16 is the upper half of a float. */
export function bfloatToFloat(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}
