import { float16ToFloat32, type MatrixPacking, packedChannels } from '@roentgan/kernels';
import { expect, test } from 'vitest';
import { encodeCall } from './calls.ts';
import { Kernels } from './engine/kernels.ts';
import { loadModule } from './loadModule.ts';
import { packingCall } from './twins.ts';

/** Packs stored bytes with a scale of 1 and returns the packed values. */
async function pack(packing: MatrixPacking, bytes: Uint8Array): Promise<Float32Array> {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const kernels = new Kernels(await loadModule('simd', false), memory, 1024);
  const { kernel, fields, bytes: size } = packingCall(packing);
  const [call, scale, raw, output] = [32768, 40000, 100_000, 1_000_000] as const;
  new Float32Array(memory.buffer, scale, packedChannels(packing)).fill(1);
  new Uint8Array(memory.buffer).set(bytes, raw);
  new Uint8Array(memory.buffer).set(encodeCall(kernel, { ...fields, output, raw, scale }), call);
  kernels.run({ kernel, at: call });
  return new Float32Array(memory.buffer, output, size / 4).slice();
}

/** [features, 8] to [8, features], which is a panel of eight as it was stored. */
function panelRows(packed: Float32Array, depth: number): number[] {
  return Array.from({ length: 8 * depth }, (_, at) => packed[(at % depth) * 8 + Math.floor(at / depth)]!);
}

test('every f16 pattern becomes its value, subnormals, infinities and NaN among them', async () => {
  const patterns = Uint16Array.from({ length: 65536 }, (_, pattern) => pattern);
  const packing = { shape: [8, 8192], dtype: 'F16', transposed: false, groups: 1 } as const;
  const found = panelRows(await pack(packing, new Uint8Array(patterns.buffer)), 8192);
  const wrong = found.findIndex((value, pattern) => !Object.is(value, float16ToFloat32(pattern)));
  expect(wrong, `pattern ${wrong} became ${found[wrong]}`).toBe(-1);
});

test('every int8 becomes its value, in fours and in what is left over', async () => {
  const values = Int8Array.from({ length: 8 * 33 }, (_, at) => at - 128);
  const packing = { shape: [8, 33], dtype: 'I8', transposed: false, groups: 1 } as const;
  const found = panelRows(await pack(packing, new Uint8Array(values.buffer)), 36);
  const expected = found.map((_, at) => (at % 36 < 33 ? values[Math.floor(at / 36) * 33 + (at % 36)]! : 0));
  expect(found).toEqual(expected);
});
