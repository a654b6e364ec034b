import { channelGroups } from './activationLayout.ts';
import type { Call, Operand } from './kernel.ts';
import type { Tensor } from './tensor.ts';

/**
 * Per-channel `x * scale + shift` of a normalisation: with running statistics (batchNorm2d) they are folded in,
 * scale = weight / sqrt(runningVar + eps), shift = bias - runningMean * scale; without, weight and bias as they are.
 */
export function channelScaleShift(
  channels: number,
  weights: Readonly<Record<string, Tensor>>,
  attributes: { readonly eps?: number },
): { readonly scale: Float64Array; readonly shift: Float64Array } {
  const scale = new Float64Array(channels);
  const shift = new Float64Array(channels);
  const { weight, bias, runningMean, runningVar } = weights;
  for (let channel = 0; channel < channels; channel++) {
    const variance = runningVar ? runningVar.data[channel]! + (attributes.eps ?? 0) : 1;
    scale[channel] = (weight?.data[channel] ?? 1) / Math.sqrt(variance);
    shift[channel] = (bias?.data[channel] ?? 0) - (runningMean?.data[channel] ?? 0) * scale[channel]!;
  }
  return { scale, shift };
}

/** The binding `scaleShift`: rows of scale, then rows of shift, padded to four channels with 0. */
export function channelOperand({ output, attributes }: Call<{ readonly eps?: number }>): Operand {
  const channels = output[1]!;
  const row = channelGroups(channels) * 4;
  return {
    binding: 'scaleShift',
    vectors: row / 2,
    elements: false,
    values(weights) {
      const packed = new Float32Array(row * 2);
      const { scale, shift } = channelScaleShift(channels, weights, attributes);
      packed.set(scale, 0);
      packed.set(shift, row);
      return packed;
    },
  };
}
