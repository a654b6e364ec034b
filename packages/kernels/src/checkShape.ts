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

/** Throws unless `size` is a size a kernel can have: a positive integer below 2^31. */
export function checkSize(size: number, what: string, where: string): number {
  if (!Number.isInteger(size) || size < 1 || size >= 2 ** 31) {
    throw new RangeError(`${where}: ${what} is ${size}, expected at least 1`);
  }
  return size;
}
