import type { ComputedWeight } from './architecture.ts';

/** A tensor of the checkpoint times a factor, under its own name. */
export function scaled(
  source: string,
  shape: readonly number[],
  factor: number,
  name = source,
): ComputedWeight {
  return { name, from: [source], shape, compute: ({ data }) => data.map((value) => value * factor) };
}

/** Values that no checkpoint holds. */
export function constant(name: string, shape: readonly number[], values: ArrayLike<number>): ComputedWeight {
  return { name, from: [], shape, compute: () => values };
}

/** An embedding's table [classes, size] as the weight of a linear layer that reads a one-hot label: [size, classes]. */
export function embeddingWeight(source: string, classes: number, size: number): ComputedWeight {
  return {
    name: source,
    from: [source],
    shape: [size, classes],
    compute: ({ data }) =>
      Float32Array.from(
        { length: size * classes },
        (_, at) => data[(at % classes) * size + Math.floor(at / classes)]!,
      ),
  };
}
