import type { NormalizationAttributes } from '../normalization.ts';
import { elementCount, type Tensor } from '../tensor.ts';

/** Mean and biased variance over the spatial axes, in f64. */
export function instanceNorm2dReference(
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  { eps }: NormalizationAttributes,
): Tensor {
  const { shape, data } = inputs[0]!;
  const [, channels, ...spatial] = shape as [number, number, ...number[]];
  const positions = elementCount(spatial);
  const output = new Float32Array(data.length);
  for (let row = 0; row * positions < data.length; row++) {
    const plane = data.subarray(row * positions, (row + 1) * positions);
    const mean = plane.reduce((sum, value) => sum + value, 0) / positions;
    const variance = plane.reduce((sum, value) => sum + (value - mean) ** 2, 0) / positions;
    const scale = (weights.weight?.data[row % channels] ?? 1) / Math.sqrt(variance + eps);
    const shift = weights.bias?.data[row % channels] ?? 0;
    for (let at = 0; at < positions; at++) output[row * positions + at] = (plane[at]! - mean) * scale + shift;
  }
  return { shape, data: output };
}
