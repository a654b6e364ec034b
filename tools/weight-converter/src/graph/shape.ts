/**
 * Stands for the batch size N while shapes are inferred and folded: a prime that no real size reaches, so that
 * `2N` or `N * 64` stay recognisable after any arithmetic a graph does on its shapes.
 */
export const BATCH = 1_000_003;

/** `[N,64,4,4]`, with multiples of the batch as `2N`. */
export function formatDims(shape: readonly number[]): string {
  return `[${shape.map(formatDim).join(',')}]`;
}

function formatDim(size: number): string {
  if (size === BATCH) return 'N';
  return size !== 0 && size % BATCH === 0 ? `${size / BATCH}N` : `${size}`;
}

/** Elements of a shape; with the batch in it, a multiple of BATCH. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Elements of one image: a shape without its batch axis. */
export function countPerImage(shape: readonly number[]): number {
  return countElements(shape.slice(1));
}

/** C-order strides, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Numpy broadcasting, aligned right; undefined where the shapes do not fit. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    result.push(left === 1 ? right : left);
  }
  return result;
}
