import { type ConvolutionAttributes, convolutionConstants, convolutionSizes } from './convolution.ts';
import type { Call } from './kernel.ts';

/** True where each channel has a filter of its own and makes one channel. */
export function isDepthwise({
  attributes: { groups },
  inputs: [input],
  output,
}: Call<ConvolutionAttributes>): boolean {
  return groups > 1 && input![1] === groups && output[1] === groups;
}

/** What a depthwise kernel reads from its uniform: groups of four channels are those of the input as well. */
export const depthwiseSizes: readonly string[] = convolutionSizes.filter(
  (name) => !['INPUT_GROUPS', 'INPUT_PER_GROUP', 'OUTPUT_PER_GROUP'].includes(name),
);

/** Their values. */
export function depthwiseConstants(call: Call<ConvolutionAttributes>): Record<string, number> {
  const constants = convolutionConstants(call);
  return Object.fromEntries(depthwiseSizes.map((name) => [name, constants[name]!]));
}
