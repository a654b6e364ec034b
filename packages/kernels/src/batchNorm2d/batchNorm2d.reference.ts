import type { NormalizationAttributes } from '../normalization.ts';
import { elementCount, type Tensor } from '../tensor.ts';

/** (x - mean) / sqrt(var + eps) * weight + bias, term by term in f64. */
export function batchNorm2dReference(
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  { eps }: NormalizationAttributes,
): Tensor {
  const { shape, data } = inputs[0]!;
  const { runningMean, runningVar, weight, bias } = weights;
  const [, channels, ...spatial] = shape as [number, number, ...number[]];
  const positions = elementCount(spatial);
  const output = new Float32Array(data.length);
  for (let row = 0; row * positions < data.length; row++) {
    const channel = row % channels;
    const mean = runningMean!.data[channel]!;
    const scale = (weight?.data[channel] ?? 1) / Math.sqrt(runningVar!.data[channel]! + eps);
    const shift = bias?.data[channel] ?? 0;
    for (let at = row * positions; at < (row + 1) * positions; at++) {
      output[at] = (data[at]! - mean) * scale + shift;
    }
  }
  return { shape, data: output };
}
