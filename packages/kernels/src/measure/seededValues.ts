import { elementCount, type Shape, type Tensor } from '../tensor.ts';

/** mulberry32, seeded by text: values in [0, 1), the same everywhere. */
export function uniformFrom(seed: string): () => number {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16777619),
    2166136261,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Near normal values: sums of four uniforms, with standard deviation `spread`. */
export function seededValues(seed: string, shape: Shape, spread: number): Tensor {
  const uniform = uniformFrom(seed);
  const data = Float32Array.from(
    { length: elementCount(shape) },
    () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3) * spread,
  );
  return { shape, data };
}
