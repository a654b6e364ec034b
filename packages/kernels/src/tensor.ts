/** A shape in PyTorch's logical order: `[N, C, ...spatial]`; the batch is always the first axis. */
export type Shape = readonly number[];

/** Dense values in C order of `shape`; what references take and return. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Number of elements of a shape. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `[2,3,4]`, as errors print shapes. */
export function formatShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(',')}]`;
}
