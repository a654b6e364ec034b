import type { Tensor } from './tensor.ts';

const MAGIC = '\x93NUMPY';
/** Largest whole number up to which every integer is exact in f32. */
const EXACT_INTEGER = 2 ** 24;

interface ElementReader {
  readonly bytes: number;
  read(view: DataView, offset: number, fail: (value: number | bigint) => never): number;
}

const readers: Readonly<Record<string, ElementReader>> = {
  '<f4': { bytes: 4, read: (view, offset) => view.getFloat32(offset, true) },
  '<f8': {
    bytes: 8,
    read(view, offset, fail) {
      const value = view.getFloat64(offset, true);
      return Number.isFinite(value) && !Number.isFinite(Math.fround(value)) ? fail(value) : value;
    },
  },
  '<i4': {
    bytes: 4,
    read(view, offset, fail) {
      const value = view.getInt32(offset, true);
      return Math.abs(value) > EXACT_INTEGER ? fail(value) : value;
    },
  },
  '<i8': {
    bytes: 8,
    read(view, offset, fail) {
      const value = view.getBigInt64(offset, true);
      return value > EXACT_INTEGER || value < -EXACT_INTEGER ? fail(value) : Number(value);
    },
  },
};

/**
 * Reads a NumPy `.npy` file (versions 1 to 3): little-endian f32, f64, int32 or int64 in C order, as f32.
 * Every error opens with `fileName`. Format: numpy.lib.format in NumPy's documentation.
 */
export function readNpy(bytes: Uint8Array, fileName: string): Tensor {
  const { descr, shape, offset } = readHeader(bytes, fileName);
  const reader = Object.hasOwn(readers, descr) ? readers[descr] : undefined;
  if (!reader) {
    throw new RangeError(`${fileName}: dtype is "${descr}", expected <f4, <f8, <i4 or <i8 (little endian)`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const held = bytes.length - offset;
  if (held !== count * reader.bytes) {
    const found = `holds ${held} bytes of values`;
    throw new RangeError(
      `${fileName}: ${found}, shape [${shape}] of "${descr}" needs ${count * reader.bytes}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, held);
  const data = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    data[index] = reader.read(view, index * reader.bytes, (value) => {
      throw new RangeError(`${fileName}: value ${index} is ${value}, which f32 cannot hold exactly enough`);
    });
  }
  return { shape, data };
}

/** A version 1.0 `.npy` file of little-endian f32 in C order. */
export function writeNpy(tensor: Tensor): Uint8Array {
  const dimensions = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const headerBytes = Math.ceil((10 + description.length + 1) / 64) * 64;
  const bytes = Buffer.alloc(headerBytes + tensor.data.length * 4);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt8(1, 6);
  bytes.writeUInt16LE(headerBytes - 10, 8);
  bytes.write(`${description.padEnd(headerBytes - 11)}\n`, 10, 'latin1');
  tensor.data.forEach((value, index) => {
    bytes.writeFloatLE(value, headerBytes + index * 4);
  });
  return bytes;
}

interface Header {
  readonly descr: string;
  readonly shape: number[];
  /** Where the values start. */
  readonly offset: number;
}

function readHeader(bytes: Uint8Array, fileName: string): Header {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 12 || file.toString('latin1', 0, 6) !== MAGIC) {
    throw new RangeError(`${fileName}: is not a .npy file (its first bytes are not \\x93NUMPY)`);
  }
  const version = file[6]!;
  if (version < 1 || version > 3)
    throw new RangeError(`${fileName}: .npy version is ${version}, expected 1 to 3`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? file.readUInt16LE(8) : file.readUInt32LE(8);
  if (start + length > file.length || length > 65_536) {
    throw new RangeError(
      `${fileName}: header of ${length} bytes does not fit the file of ${file.length} bytes`,
    );
  }
  const text = file.toString('latin1', start, start + length);
  return { ...parseDescription(text, fileName), offset: start + length };
}

function parseDescription(text: string, fileName: string): Omit<Header, 'offset'> {
  const descr = text.match(/['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/);
  const order = text.match(/['"]fortran_order['"]\s*:\s*(True|False)/)?.[1];
  const dimensions = text.match(/['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/)?.[1];
  if (!descr || !order || dimensions === undefined) {
    throw new RangeError(`${fileName}: header is not a description with descr, fortran_order and shape`);
  }
  if (descr[2]) throw new RangeError(`${fileName}: dtype is a record, expected <f4, <f8, <i4 or <i8`);
  if (order === 'True') throw new RangeError(`${fileName}: is in Fortran order, expected C order`);
  const shape = dimensions
    .split(',')
    .flatMap((size) => (size.trim() === '' ? [] : [Number.parseInt(size, 10)]));
  if (shape.length > 32 || shape.some((size) => !(size <= 2 ** 31))) {
    throw new RangeError(
      `${fileName}: shape (${dimensions.slice(0, 60)}) is larger than anything expected here`,
    );
  }
  return { descr: descr[1]!, shape };
}
