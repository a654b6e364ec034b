import { elementCount, type Shape, type Tensor } from '../tensor.ts';

/** Copies what lies behind the axis, entry by entry. */
export function indexSelectReference(
  input: Tensor,
  axis: number,
  index: readonly number[],
  shape: Shape,
): Tensor {
  const size = input.shape[axis]!;
  const inner = elementCount(shape.slice(axis + 1));
  const data = new Float32Array(elementCount(shape));
  for (let row = 0; row * inner < data.length; row++) {
    const source = Math.floor(row / index.length) * size + index[row % index.length]!;
    data.set(input.data.subarray(source * inner, (source + 1) * inner), row * inner);
  }
  return { shape, data };
}
