import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../src/pytorch/checkpoint.ts';
import { readPyTorch } from '../src/pytorch/readPyTorch.ts';
import { findStateDicts } from '../src/pytorch/stateDict.ts';
import { readSafetensors } from '../src/safetensors/readSafetensors.ts';
import { familyFiles } from './families.ts';

/** As safetensors' own writer does it: names sorted as text. */
function writeSorted(
  tensors: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>,
): Uint8Array {
  const header: Record<string, unknown> = {};
  let end = 0;
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, { shape, values }] of sorted) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const [, { values }] of sorted) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

const checkpoints = familyFiles().filter(({ source }) => source.pathname.endsWith('.pt'));

/** A family that goes by the order of a state dict must not be lost, or read in another order, in a safetensors file. */
describe('the same tensors in a safetensors file give the same model', () => {
  it.each(checkpoints)('$name', ({ name, source, options }) => {
    const bytes = readFileSync(source);
    const { arch, archJson, shapes } = options;
    const expected = readPyTorch(bytes, name, { arch, archJson, shapes });
    const [whole] = findStateDicts(readCheckpoint(bytes, name), name).sort(
      (a, b) => b.tensors.size - a.tensors.size,
    );
    const values = [...whole!.tensors].map(
      ([key, tensor]) => [key, { shape: tensor.shape, values: tensor.toFloat32(key) }] as const,
    );
    const found = readSafetensors(writeSorted(new Map(values)), name, { arch, archJson, shapes });
    expect(found.detected).toBe(expected.detected);
    expect(found.model.graph).toEqual(expected.model.graph);
  });
});
