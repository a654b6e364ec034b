import { activationLayout, channelGroups, packActivation } from './activationLayout.ts';
import type { Shape, Tensor } from './tensor.ts';

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

/** Contents of the `scaleShift` binding: rows of scale, then rows of shift, padded to four channels with 0. */
export function scaleShift(
  channels: number,
  weights: Readonly<Record<string, Tensor>>,
  attributes: { readonly eps?: number },
): Float32Array<ArrayBuffer> {
  const row = channelGroups(channels) * 4;
  const packed = new Float32Array(row * 2);
  const { scale, shift } = channelScaleShift(channels, weights, attributes);
  packed.set(scale, 0);
  packed.set(shift, row);
  return packed;
}

/** Size of the `scaleShift` binding of layerNorm in vec4, for an input of `rank` axes. */
export function normalizedVectors(normalizedShape: Shape, rank: number): number {
  return 2 * activationLayout(besideBatch(normalizedShape, rank)).vectors;
}

/**
 * Contents of that binding: scale, then shift, each in activation layout. Where axis 1 is not among the normalised ones, one
 * value for all channels fills a vec4.
 */
export function normalizedScaleShift(
  normalizedShape: Shape,
  rank: number,
  weights: Readonly<Record<string, Tensor>>,
): Float32Array<ArrayBuffer> {
  const shape = besideBatch(normalizedShape, rank);
  const { vectors } = activationLayout(shape);
  const packed = new Float32Array(vectors * 8);
  [weights.weight, weights.bias].forEach((weight, half) => {
    const target = packed.subarray(half * vectors * 4, (half + 1) * vectors * 4);
    if (weight) packActivation({ shape, data: weight.data }, target);
    else if (half === 0) target.fill(1);
    if (normalizedShape.length === rank - 1) return;
    for (let at = 0; at < target.length; at++) target[at] = target[at - (at % 4)]!;
  });
  return packed;
}

/** The normalised axes with a batch, and channels where they have none, of 1. */
function besideBatch(normalizedShape: Shape, rank: number): number[] {
  return [...new Array<number>(rank - normalizedShape.length).fill(1), ...normalizedShape];
}
