import { describe, expect, test } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { exampleModel } from '../../test/dcganExample.ts';
import { fileFrom, headerText, reluGraph } from '../../test/fileParts.ts';
import { plainAgrees } from '../../test/plainAgrees.ts';
import { ModelFileError } from '../errors.ts';
import { parseHeader } from './header.ts';
import { readModel } from './readModel.ts';
import { writeModel } from './writeModel.ts';

provideEverything();

const valid = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

function refusal(file: Uint8Array): string {
  plainAgrees(file);
  try {
    readModel(file, 'a.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(ModelFileError);
    return (error as Error).message;
  }
  return 'read without an error';
}

test('the header that the cases change is valid', () => {
  const file = fileFrom(headerText(reluGraph, { w: valid }), 8);
  expect(readModel(file).tensors.get('w')!.bytes).toHaveLength(8);
});

describe('tensor entries', () => {
  test.each([
    [{ w: null }, 'tensor "w" is null, expected an object'],
    [{ w: { ...valid, extra: 1 } }, 'tensor "w" has the unknown field "extra"'],
    [{ w: { ...valid, dtype: 'BF16' } }, 'tensor "w": dtype is "BF16", expected "F32" or "F16" or "I8"'],
    [{ w: { ...valid, dtype: ['F32'] } }, 'tensor "w": dtype is ["F32"], expected "F32"'],
    [{ w: { ...valid, shape: '2' } }, 'tensor "w": shape is "2", expected an array'],
    [
      { w: { ...valid, shape: [-2] } },
      'tensor "w": a size of its shape is -2, expected an integer of at least 1',
    ],
    [
      { w: { ...valid, shape: [Number.NaN] } },
      'tensor "w": a size of its shape is null, expected an integer',
    ],
    [
      { w: { ...valid, shape: [0] } },
      'tensor "w": a size of its shape is 0, expected an integer of at least 1',
    ],
    [{ w: { ...valid, shape: [1.5] } }, 'tensor "w": a size of its shape is 1.5, expected an integer'],
    [{ w: { ...valid, shape: [1e9] } }, 'tensor "w": has 8 bytes, expected 4000000000 for F32 [1000000000]'],
    [{ w: { ...valid, shape: [2 ** 40, 2 ** 40] } }, 'has more elements than can be counted'],
    [{ w: { ...valid, shape: new Array(7).fill(1) } }, 'tensor "w": shape has 7 entries, expected at most 6'],
    [
      { w: { ...valid, data_offsets: [0] } },
      'tensor "w": end of data_offsets is undefined, expected an integer',
    ],
    [{ w: { ...valid, data_offsets: [8, 0] } }, 'tensor "w": has -8 bytes, expected 8'],
    [
      { w: { ...valid, data_offsets: [-8, 0] } },
      'tensor "w": begin of data_offsets is -8, expected an integer',
    ],
    [{ w: { ...valid, data_offsets: [0, 16] } }, 'tensor "w": has 16 bytes, expected 8 for F32 [2]'],
    [
      { w: { ...valid, data_offsets: [8, 16] } },
      'tensor "w" begins at 8, expected 0: it leaves a gap before it',
    ],
    [{ w: { ...valid, data_offsets: [2, 10] } }, 'tensor "w": begins at 2, expected a multiple of 4 for F32'],
    [{ w: valid, v: valid }, 'begins at 0, expected 8: it overlaps the tensor before it'],
    [
      { w: valid, v: { ...valid, data_offsets: [4, 12] } },
      'tensor "v" begins at 4, expected 8: it overlaps the tensor before it',
    ],
    [
      { w: valid, v: { dtype: 'F32', shape: [1e9], data_offsets: [8, 4000000008] } },
      /the file has \d+ bytes, expected 4000000\d+ from its header/,
    ],
    [
      { w: { ...valid, dtype: 'I8', shape: [8] } },
      'tensor "w.scale" is missing, expected the scale of int8 "w"',
    ],
    [{ toString: valid }, 'a key of header is "toString", expected a name that JavaScript objects'],
    [{ ['n'.repeat(513)]: valid }, 'a key of header has 513 characters, expected 1 to 512'],
  ])('%j', (tensors, message) => {
    expect(refusal(fileFrom(headerText(reluGraph, tensors), 8))).toMatch(message);
  });

  test('more tensors than the limit', () => {
    const entries = Array.from({ length: 20001 }, (_, at) => [`t${at}`, 0]);
    expect(refusal(fileFrom(headerText(reluGraph, Object.fromEntries(entries))))).toContain(
      'header has an object with more than 20000 keys',
    );
  });

  test('weights beyond the memory limit, in a stream of unknown length', () => {
    const tensors = { w: { dtype: 'I8', shape: [2 ** 31], data_offsets: [4, 2 ** 31 + 4] } };
    const scale = { 'w.scale': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } };
    const prefix = fileFrom(headerText(reluGraph, { ...tensors, ...scale }));
    expect(() => parseHeader(prefix, undefined)).toThrow(
      'needs 8589934596 bytes for weights and 32 for one image, expected at most 4294967296',
    );
  });
});

describe('the header text', () => {
  const text = headerText(reluGraph);
  test.each([
    ['[]      ', 'header starts with byte 91, expected "{"'],
    ['{"a":', 'header is not JSON: '],
    ['{"a', 'header is not JSON: '],
    ['{}', '__metadata__.roentgan is missing, expected a graph (see `roentgan convert`)'],
    ['{"__metadata__":[]}', '__metadata__ is [], expected an object'],
    ['{"__metadata__":{"roentgan":{}}}', '__metadata__.roentgan is an object, expected a string'],
    ['{"__metadata__":{"roentgan":"{"}}', 'graph is not JSON: '],
    [text.replace('{', '{"format":1,'), 'tensor "format" is 1, expected an object'],
    [text.replace('{', '{"__metadata__":{},'), 'header has the key "__metadata__" twice, expected once'],
    [text.replace('{', '{"\\u0077":1,"w":1,'), 'header has the key "w" twice, expected once'],
    [text.replace('{', '{"__proto__":{},'), 'a key of header is "__proto__", expected a name that'],
    [`{"a":${'['.repeat(100000)}`, 'header is nested deeper than 32 levels'],
    ['{"a":'.repeat(33), 'header is nested deeper than 32 levels'],
    [`{"a":[${'[],'.repeat(300000)}[]]}`, 'header has more than 500000 arrays, objects and commas'],
    [headerText('['.repeat(100000)), 'graph is nested deeper than 32 levels'],
    [headerText('{"nodes":[],"nodes":[]}'), 'graph has the key "nodes" twice, expected once'],
  ])('%.60s', (header, message) => {
    expect(refusal(fileFrom(header))).toContain(message);
  });

  test('brackets and escaped quotes inside strings are no nesting', () => {
    const name = `${'[{'.repeat(40)}\\"${'[{'.repeat(40)}`;
    expect(readModel(fileFrom(headerText({ ...reluGraph, name }))).graph.name).toBe(name);
  });

  test('invalid UTF-8', () => {
    const file = fileFrom(text);
    file[10] = 0xff;
    expect(refusal(file)).toBe('a.safetensors: header is not valid UTF-8');
  });
});

describe('lengths', () => {
  test.each([
    [0n, 'header length is 0, expected 2 to 4194304 (a safetensors file)'],
    [12n, 'header length is 12, expected a multiple of 8'],
    [2n ** 40n, 'header length is 1099511627776, expected 2 to 4194304'],
    [2n ** 64n - 1n, 'header length is 18446744073709552000, expected 2 to 4194304'],
    [4096n, 'expected a header of 4104 bytes'],
  ])('header length %d', (length, message) => {
    const file = fileFrom(headerText(reluGraph));
    new DataView(file.buffer).setBigUint64(0, length, true);
    expect(refusal(file)).toContain(message);
  });

  test('a file cut anywhere, or longer than its header says', () => {
    const file = writeModel(exampleModel());
    for (let length = 0; length < file.length; length += length < 16 ? 1 : 97) {
      expect(refusal(file.subarray(0, length)), `${length} bytes`).toMatch(/^a\.safetensors: .+expected/);
    }
    const longer = new Uint8Array(file.length + 1);
    longer.set(file);
    expect(refusal(longer)).toBe(
      `a.safetensors: the file has ${file.length + 1} bytes, expected ${file.length} from its header`,
    );
  });
});
