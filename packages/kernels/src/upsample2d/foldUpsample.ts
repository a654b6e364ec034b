import type { ConvolutionAttributes } from '../convolution.ts';
import { convTranspose2d } from '../convTranspose2d/convTranspose2d.grouped.ts';
import type { ConvTranspose2dAttributes } from '../convTranspose2d/convTranspose2d.ts';
import type { Call, FoldedCall, Operation } from '../kernel.ts';
import type { Upsample2dAttributes } from './upsample2d.ts';

/** A folded weight may take this many times the memory of the stored one. */
const largestGrowth = 4;

/**
 * Nearest upsampling by whole factors and the convolution of stride 1 that alone reads it, as one transposed
 * convolution: no large intermediate, and 4 instead of 9 taps an output for a factor of 2 and a 3x3 kernel.
 * Returns nothing where the two are not such a pair.
 */
export function foldUpsample(call: Call<Upsample2dAttributes>, convolution: Call): FoldedCall | undefined {
  const [, , height, width] = call.inputs[0] as [number, number, number, number];
  const upsample = [call.output[2]! / height, call.output[3]! / width] as const;
  if (call.attributes.mode !== 'nearest' || !upsample.every(Number.isInteger)) return undefined;
  // By 1 it only copies, which is no transposed convolution.
  if (Math.max(...upsample) === 1) return undefined;

  const { stride, padding, dilation, groups } = convolution.attributes as ConvolutionAttributes;
  const [outputs, depth, kernelHeight, kernelWidth] = convolution.weights.weight as [
    number,
    number,
    number,
    number,
  ];
  const kernel = [kernelHeight + upsample[0] - 1, kernelWidth + upsample[1] - 1] as const;
  const growth = (kernel[0] * kernel[1]) / (kernelHeight * kernelWidth);
  const crop = padding.map((side, at) => (at % 2 === 0 ? kernelHeight : kernelWidth) - 1 - side);
  const isPlain = [...stride, ...dilation].every((step) => step === 1) && crop.every((side) => side >= 0);
  if (!isPlain || growth > largestGrowth) return undefined;
  const attributes: ConvTranspose2dAttributes = {
    stride: upsample,
    padding: crop,
    dilation: [1, 1],
    outputPadding: [0, 0],
    groups,
  };
  return {
    operation: convTranspose2d as Operation<never> as Operation,
    call: {
      inputs: call.inputs,
      weights: { ...convolution.weights, weight: [depth * groups, outputs / groups, ...kernel] },
      attributes,
      output: convolution.output,
    },
    upsample,
  };
}
