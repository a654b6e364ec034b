import { formatShape, type Shape } from './tensor.ts';

/** Throws where `shape` is absent or differs from `expected`; -1 in `expected` allows any size. */
export function checkShape(
  shape: Shape | undefined,
  expected: Shape,
  what: string,
  where: string,
): asserts shape is Shape {
  const fits =
    shape !== undefined &&
    shape.length === expected.length &&
    expected.every((size, axis) => size === -1 || size === shape[axis]);
  if (!fits) {
    const wanted = `[${expected.map((size) => (size === -1 ? '*' : size)).join(',')}]`;
    throw new RangeError(`${where}: ${what} is ${shape ? formatShape(shape) : 'absent'}, expected ${wanted}`);
  }
}

/** Checks a per-channel weight that may be absent. */
export function checkOptional(shape: Shape | undefined, expected: Shape, what: string, where: string): void {
  if (shape !== undefined) checkShape(shape, expected, what, where);
}

/** No activation has more axes than this, the batch included. */
export const largestRank = 6;

/** Throws where a shape has too few or too many axes. */
export function checkRank(
  shape: Shape | undefined,
  min: number,
  max: number,
  where: string,
): asserts shape is Shape {
  if (shape === undefined || shape.length < min || shape.length > max) {
    const found = shape ? formatShape(shape) : 'absent';
    throw new RangeError(
      `${where}: input is ${found}, expected rank ${min === max ? min : `${min} to ${max}`}`,
    );
  }
}

/** An axis counted from the front, whatever its sign; never the batch. */
export function channelOrSpatialAxis(axis: number, rank: number, where: string): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (positive < 1 || positive >= rank) {
    throw new RangeError(
      `${where}: axis is ${axis}, expected 1 to ${rank - 1} (the batch axis cannot change)`,
    );
  }
  return positive;
}

/** Throws unless `size` is a size a kernel can have: a positive integer below 2^31. */
export function checkSize(size: number, what: string, where: string): number {
  if (!Number.isInteger(size) || size < 1 || size >= 2 ** 31) {
    throw new RangeError(`${where}: ${what} is ${size}, expected at least 1`);
  }
  return size;
}
