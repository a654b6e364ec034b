import { elementCount, type Shape, type Tensor } from '../tensor.ts';

/** Row by row; indices are rounded, and those beyond the table take its first or last row. */
export function embeddingReference(input: Tensor, weight: Tensor, shape: Shape): Tensor {
  const [classes, features] = weight.shape as [number, number];
  const data = new Float32Array(elementCount(shape));
  input.data.forEach((value, at) => {
    const row = Math.min(Math.max(Math.floor(value + 0.5) || 0, 0), classes - 1);
    data.set(weight.data.subarray(row * features, (row + 1) * features), at * features);
  });
  return { shape, data };
}
