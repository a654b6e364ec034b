import { io } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../test/mutate.ts';
import { decodeWeights } from './decodeWeights.ts';

const specs = [
  { name: 'odd', shape: [3], dtype: 'bool' },
  { name: 'float', shape: [2, 3], dtype: 'float32' },
  { name: 'text', shape: [2], dtype: 'string' },
  { name: 'byte', shape: [5], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -3 } },
  { name: 'short', shape: [7], dtype: 'float32', quantization: { dtype: 'uint16', scale: 0.001, min: 2 } },
  { name: 'half', shape: [4, 2], dtype: 'float32', quantization: { dtype: 'float16' } },
  { name: 'integer', shape: [], dtype: 'int32' },
  {
    name: 'quantised integer',
    shape: [3],
    dtype: 'int32',
    quantization: { dtype: 'uint8', scale: 2.6, min: -4 },
  },
  { name: 'complex', shape: [1], dtype: 'complex64' },
  { name: 'none', shape: [0, 4], dtype: 'float32' },
  { name: 'last', shape: [1], dtype: 'float32' },
];

/** 3 + 24 + (4 + 2) + (4 + 0) + 5 + 14 + 16 + 4 + 3 + 8 + 0 + 4 bytes; exponents of random halves may not all be 1. */
function bytesOf(): Uint8Array {
  const random = makeRandom(5);
  const bytes = Uint8Array.from({ length: 91 }, () => Math.floor(random() * 0x78));
  bytes.set([1, 0, 1]);
  bytes.set([2, 0, 0, 0, 0x61, 0x62, 0, 0, 0, 0], 27);
  return bytes;
}

describe('weights equal those that TF.js decodes', () => {
  it.each([1, 2, 5])('in %i shards', async (shards) => {
    const bytes = bytesOf();
    const expected = io.decodeWeights(Uint8Array.from(bytes).buffer, specs as never);
    const size = Math.ceil(bytes.length / shards);
    const paths = Array.from({ length: shards }, (_, at) => `shard${at}`);
    const open = async (path: string) => {
      const at = paths.indexOf(path);
      return bytes.subarray(at * size, (at + 1) * size);
    };
    const weights = await decodeWeights([{ paths, weights: specs }], open, 'model.json');
    const readable = specs.filter(({ dtype }) => dtype !== 'string' && dtype !== 'complex64');
    expect([...weights.keys()]).toEqual(readable.map(({ name }) => name));
    for (const [name, { shape, type, read }] of weights) {
      expect(shape).toEqual(expected[name]!.shape);
      expect(Array.from(read())).toEqual(Array.from(expected[name]!.dataSync()));
      expect(type).toBe(
        { float32: 'float', int32: 'integer', bool: 'boolean' }[expected[name]!.dtype as 'bool'],
      );
    }
  });
});

it('refuses a weight that is there twice', async () => {
  const weights = [specs[1], specs[1]];
  await expect(
    decodeWeights([{ paths: ['a'], weights }], () => new Uint8Array(48), 'model.json'),
  ).rejects.toThrow(/^model\.json: shard "a" has weight "float" twice$/);
});

it('a text whose length points beyond the shard', async () => {
  const weights = [{ name: 'text', shape: [2 ** 30], dtype: 'string' }];
  await expect(
    decodeWeights([{ paths: ['a'], weights }], () => new Uint8Array(16).fill(255), 'model.json'),
  ).rejects.toThrow(
    /^model\.json: shard "a" has 16 bytes, but weight "text" \[1073741824\] \(string\) ends at /,
  );
});
