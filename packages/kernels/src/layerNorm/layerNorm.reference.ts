import { elementCount, type Tensor } from '../tensor.ts';
import type { LayerNormAttributes } from './layerNorm.ts';

/** Mean and biased variance over the last axes, in f64. */
export function layerNormReference(
  inputs: readonly Tensor[],
  { weight, bias }: Readonly<Record<string, Tensor>>,
  { normalizedShape, eps }: LayerNormAttributes,
): Tensor {
  const { shape, data } = inputs[0]!;
  const count = elementCount(normalizedShape);
  const output = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += count) {
    const row = data.subarray(start, start + count);
    const mean = row.reduce((sum, value) => sum + value, 0) / count;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    row.forEach((value, at) => {
      const normal = (value - mean) / Math.sqrt(variance + eps);
      output[start + at] = normal * (weight?.data[at] ?? 1) + (bias?.data[at] ?? 0);
    });
  }
  return { shape, data: output };
}
