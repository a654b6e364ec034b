import { elementCount, type Tensor } from '../tensor.ts';
import type { GroupNormAttributes } from './groupNorm.ts';

/** Mean and biased variance over the channels of a group and the spatial axes, in f64. */
export function groupNormReference(
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  { groups, eps }: GroupNormAttributes,
): Tensor {
  const { shape, data } = inputs[0]!;
  const [, channels, ...spatial] = shape as [number, number, ...number[]];
  const positions = elementCount(spatial);
  const count = (channels / groups) * positions;
  const output = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += count) {
    const group = data.subarray(start, start + count);
    const mean = group.reduce((sum, value) => sum + value, 0) / count;
    const variance = group.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    group.forEach((value, at) => {
      const channel = Math.floor((start + at) / positions) % channels;
      const normal = (value - mean) / Math.sqrt(variance + eps);
      output[start + at] = normal * (weights.weight?.data[channel] ?? 1) + (weights.bias?.data[channel] ?? 0);
    });
  }
  return { shape, data: output };
}
