import { type ConvolutionAttributes, convolutionConstants } from './convolution.ts';
import type { Call } from './kernel.ts';

/** True where each channel has a filter of its own and makes one channel. */
export function isDepthwise({
  attributes: { groups },
  inputs: [input],
  output,
}: Call<ConvolutionAttributes>): boolean {
  return groups > 1 && input![1] === groups && output[1] === groups;
}

/** The constants of a convolution for a depthwise kernel. */
export function depthwiseConstants(call: Call<ConvolutionAttributes>): Record<string, number> {
  const {
    INPUT_GROUPS: _,
    INPUT_PER_GROUP: __,
    OUTPUT_PER_GROUP: ___,
    ...constants
  } = convolutionConstants(call);
  return constants;
}
