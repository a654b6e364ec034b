import type { ConvolutionAttributes } from './convolution.ts';
import type { Call } from './kernel.ts';
import code from './prelude/joinedChannels.wgsl?raw';

/** What a kernel that computes many output channels at once reads weights by, be there one convolution group or several. */
export const joinedChannelsPrelude: string = code;

/** The constants of a convolution and what the prelude needs besides. */
export function joinedConstants(
  constants: Record<string, number>,
  { attributes: { groups } }: Call<ConvolutionAttributes>,
): Record<string, number> {
  return { ...constants, CONVOLUTION_GROUPS: groups };
}

/**
 * True for one convolution group, and for groups of at least so many input and output channels: with smaller ones most products would be
 * with the zeros between groups.
 */
export function joins(inputs: number, outputs: number) {
  return ({ attributes: { groups }, inputs: [input], output }: Call<ConvolutionAttributes>): boolean =>
    groups === 1 || (input![1]! / groups >= inputs && output[1]! / groups >= outputs);
}
