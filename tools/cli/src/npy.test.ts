import { describe, expect, test } from 'vitest';
import { readNpy, writeNpy } from './npy.ts';

/** A `.npy` file as NumPy writes it, version 1. */
function npy(descr: string, shape: string, values: Uint8Array, order = 'False'): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const header = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const start = Buffer.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    header.length & 255,
    header.length >> 8,
  ]);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), values]);
}

const bytesOf = (values: ArrayBufferView) => new Uint8Array(values.buffer);
const twoFloats = bytesOf(Float32Array.of(1, 2));

describe('round trip', () => {
  for (const shape of [[], [3], [2, 3], [1, 4, 1, 2], [0, 5]]) {
    test(`shape [${shape}]`, () => {
      const count = shape.reduce((total, size) => total * size, 1);
      const data = Float32Array.from({ length: count }, (_, index) => index * 0.37 - 1);
      const read = readNpy(writeNpy({ shape, data }), 'a.npy');
      expect(read).toEqual({ shape, data });
    });
  }

  test('the header is the one NumPy writes', () => {
    const file = Buffer.from(writeNpy({ shape: [2], data: Float32Array.of(1, 2) }));
    expect(file).toEqual(npy('<f4', '(2,)', twoFloats));
  });
});

describe('element types', () => {
  test.each([
    ['<f4', Float32Array.of(1.5, -2)],
    ['<f8', Float64Array.of(1.5, -2)],
    ['<i4', Int32Array.of(7, -16_777_216)],
    ['<i8', BigInt64Array.of(7n, -16_777_216n)],
  ])('%s', (descr, values) => {
    const expected = Float32Array.from(values as ArrayLike<number | bigint>, Number);
    expect(readNpy(npy(descr, '(2,)', bytesOf(values)), 'a.npy')).toEqual({ shape: [2], data: expected });
  });

  test('values at an odd place in memory', () => {
    const file = npy('<f8', '(1,)', bytesOf(Float64Array.of(0.25)));
    const shifted = Buffer.concat([Buffer.from([0]), file]).subarray(1);
    expect(readNpy(shifted, 'a.npy').data).toEqual(Float32Array.of(0.25));
  });

  test('infinity stays infinity', () => {
    const file = npy('<f8', '(1,)', bytesOf(Float64Array.of(Number.POSITIVE_INFINITY)));
    expect(readNpy(file, 'a.npy').data[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('refused', () => {
  const twoInt64 = (value: bigint) => bytesOf(BigInt64Array.of(0n, value));
  test.each<[string, Uint8Array, RegExp]>([
    ['empty file', new Uint8Array(0), /a\.npy: is not a \.npy file/],
    ['other file', Buffer.from('PK\x03\x04 and then some more'), /is not a \.npy file/],
    [
      'version 9',
      Buffer.concat([Buffer.from('\x93NUMPY\x09\x00', 'latin1'), Buffer.alloc(64)]),
      /version is 9/,
    ],
    [
      'header past the end',
      npy('<f4', '(2,)', twoFloats).subarray(0, 60),
      /header of \d+ bytes does not fit/,
    ],
    ['huge header', Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff', 'latin1'), /header of 4294967295 bytes/],
    [
      'truncated values',
      npy('<f4', '(2,)', twoFloats).subarray(0, -1),
      /holds 7 bytes of values, .* needs 8/,
    ],
    ['values left over', npy('<f4', '(1,)', twoFloats), /holds 8 bytes of values, .* needs 4/],
    ['Fortran order', npy('<f4', '(2,)', twoFloats, 'True'), /is in Fortran order, expected C order/],
    ['big endian', npy('>f4', '(2,)', twoFloats), /dtype is ">f4", expected <f4/],
    ['complex', npy('<c8', '(1,)', twoFloats), /dtype is "<c8"/],
    ['pickled objects', npy('|O', '(2,)', twoFloats), /dtype is "\|O"/],
    ['a name of every object', npy('constructor', '(2,)', twoFloats), /dtype is "constructor"/],
    ['negative size', npy('<f4', '(-2,)', twoFloats), /not a description/],
    ['10^18 elements', npy('<f4', '(1000000000, 1000000000)', twoFloats), /holds 8 bytes/],
    ['size beyond 2^31', npy('<f4', '(99999999999999999999,)', twoFloats), /larger than anything/],
    ['int64 out of range', npy('<i8', '(2,)', twoInt64(2n ** 53n)), /value 1 is 9007199254740992/],
    ['int64 minimum', npy('<i8', '(2,)', twoInt64(-(2n ** 63n))), /value 1 is -9223372036854775808/],
    ['int32 out of range', npy('<i4', '(2,)', bytesOf(Int32Array.of(1, 2 ** 24 + 1))), /value 1 is 16777217/],
    ['f64 out of range', npy('<f8', '(1,)', bytesOf(Float64Array.of(1e300))), /value 0 is 1e\+300/],
  ])('%s', (_, file, message) => {
    expect(() => readNpy(file, 'a.npy')).toThrow(message);
  });

  test('a record type', () => {
    const file = Buffer.from(
      npy('<f4', '(2,)', twoFloats).toString('latin1').replace("'<f4'", "[('a','<f4')]"),
      'latin1',
    );
    expect(() => readNpy(file, 'a.npy')).toThrow(/dtype is a record/);
  });
});
