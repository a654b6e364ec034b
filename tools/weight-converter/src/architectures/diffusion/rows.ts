import type { ComputedWeight } from '../architecture.ts';
import type { Shapes } from '../names.ts';

/**
 * Some rows (entries of the first axis) of a checkpoint's tensor, as a weight of the given shape.
 * @param plus is added to every value
 */
export function pickRows(
  shapes: Shapes,
  source: string,
  rows: readonly number[],
  {
    name,
    shape,
    plus = 0,
  }: { readonly name: string; readonly shape?: readonly number[]; readonly plus?: number },
): ComputedWeight {
  const [, ...rest] = shapes.get(source) ?? [];
  const size = rest.reduce((product, length) => product * length, 1);
  return {
    name,
    from: [source],
    shape: shape ?? [rows.length, ...rest],
    compute: (tensor) =>
      rows.flatMap((row) =>
        Array.from(tensor!.data.subarray(row * size, (row + 1) * size), (value) => value + plus),
      ),
  };
}

/** Integers from `start` up to `end`, without it. */
export function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
