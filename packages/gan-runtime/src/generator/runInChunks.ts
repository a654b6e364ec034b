import type { Tensor } from '@roentgan/kernels';
import type { Backend, TensorsByName } from '../backend.ts';

/** Splits a batch that is larger than one run may be and joins the outputs. */
export async function runInChunks(
  backend: Backend,
  inputs: TensorsByName,
  batch: number,
  signal: AbortSignal | undefined,
): Promise<Record<string, Tensor>> {
  const parts: TensorsByName[] = [];
  for (let start = 0; start < batch; start += backend.maxBatch) {
    signal?.throwIfAborted();
    const count = Math.min(backend.maxBatch, batch - start);
    parts.push(await backend.run(takeImages(inputs, start, count), count, signal));
  }
  return Object.fromEntries(
    Object.keys(parts[0]!).map((name) => [name, joinImages(parts.map((part) => part[name]!))]),
  );
}

function takeImages(inputs: TensorsByName, start: number, count: number): TensorsByName {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => {
      const size = data.length / shape[0]!;
      return [
        name,
        { shape: [count, ...shape.slice(1)], data: data.subarray(start * size, (start + count) * size) },
      ];
    }),
  );
}

/** One batch of several. */
export function joinImages(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor, ...Tensor[]];
  if (parts.length === 1) return first;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape: [parts.reduce((sum, { shape }) => sum + shape[0]!, 0), ...first.shape.slice(1)], data };
}
