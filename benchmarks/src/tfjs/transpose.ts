/** Values of a C-order tensor with its axes in another order: axis k of the result is axis `axes[k]` of `shape`. */
export function transpose(
  values: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  let sources = [0];
  for (const axis of axes) {
    const steps = Array.from({ length: shape[axis]! }, (_, index) => index * strides[axis]!);
    sources = sources.flatMap((source) => steps.map((step) => source + step));
  }
  return Float32Array.from(sources, (source) => values[source]!);
}
