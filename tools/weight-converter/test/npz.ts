import { unzipSync } from 'fflate';

export interface NpyArray {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** Arrays of an `.npz` file (f32, f64 or int64 in C order), as floats. */
export function readNpz(bytes: Uint8Array): Record<string, NpyArray> {
  const files = unzipSync(bytes);
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name.replace(/\.npy$/, ''), readNpy(file)]),
  );
}

function readNpy(file: Uint8Array): NpyArray {
  const view = new DataView(file.buffer, file.byteOffset);
  const headerEnd = 10 + view.getUint16(8, true);
  const header = new TextDecoder().decode(file.subarray(10, headerEnd));
  const shape = [.../'shape': \(([^)]*)\)/.exec(header)![1]!.matchAll(/\d+/g)].map(Number);
  const values = file.slice(headerEnd).buffer;
  if (header.includes("'<f4'")) return { shape, data: new Float32Array(values) };
  if (header.includes("'<f8'")) return { shape, data: Float32Array.from(new Float64Array(values)) };
  if (header.includes("'<i8'")) return { shape, data: Float32Array.from(new BigInt64Array(values), Number) };
  throw new Error(`no reader for ${header}`);
}
