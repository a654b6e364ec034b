import { channelGroups } from './activationLayout.ts';
import { integerAttribute, integersAttribute } from './attributes.ts';
import { checkOptional, checkShape } from './checkShape.ts';
import type { Call, Kernel } from './kernel.ts';
import { formatShape, type Shape } from './tensor.ts';
import { type WindowAttributes, windowConstants } from './windowConstants.ts';

/** Attributes that conv2d and convTranspose2d share, in PyTorch's meaning. */
export interface ConvolutionAttributes extends WindowAttributes {
  readonly groups: number;
}

/** Checks the attributes of an untrusted graph. */
export function parseConvolution(
  raw: Readonly<Record<string, unknown>>,
  where: string,
): ConvolutionAttributes {
  return {
    stride: integersAttribute(raw, 'stride', [1, 1], { min: 1, max: 1024 }, where, 2),
    padding: integersAttribute(raw, 'padding', [0, 0, 0, 0], { min: 0, max: 65535 }, where, 4),
    dilation: integersAttribute(raw, 'dilation', [1, 1], { min: 1, max: 1024 }, where, 2),
    groups: integerAttribute(raw, 'groups', 1, { min: 1 }, where),
  };
}

/**
 * Checks input, weight and bias against each other and returns the number of output channels. A weight is
 * [OC, IC/groups, KH, KW], or [IC, OC/groups, KH, KW] where `transposed`.
 */
export function checkConvolution(
  { inputs, weights, attributes }: Omit<Call<ConvolutionAttributes>, 'output'>,
  transposed: boolean,
  where: string,
): number {
  const input = inputs[0]!;
  const { groups } = attributes;
  if (input.length !== 4) {
    throw new RangeError(`${where}: input is ${formatShape(input)}, expected [N,C,H,W]`);
  }
  const channels = input[1]!;
  if (channels % groups !== 0) {
    throw new RangeError(`${where}: input has ${channels} channels, expected a multiple of groups ${groups}`);
  }
  const { weight } = weights;
  checkShape(weight, transposed ? [channels, -1, -1, -1] : [-1, channels / groups, -1, -1], 'weight', where);
  const outputChannels = transposed ? weight[1]! * groups : weight[0]!;
  if (outputChannels % groups !== 0) {
    throw new RangeError(
      `${where}: weight makes ${outputChannels} channels, expected a multiple of groups ${groups}`,
    );
  }
  checkOptional(weights.bias, [outputChannels], 'bias', where);
  return outputChannels;
}

/** True where each group starts at a multiple of four channels on both sides, so that kernels move vec4. */
export function groupsAligned(call: Call<ConvolutionAttributes>): boolean {
  const { groups } = call.attributes;
  return groups === 1 || ((call.inputs[0]![1]! / groups) % 4 === 0 && (call.output[1]! / groups) % 4 === 0);
}

/** Constants of the convolution shaders; the batch is not among them. */
export function convolutionConstants(call: Call<ConvolutionAttributes>): Record<string, number> {
  const input = call.inputs[0]!;
  const { output, attributes } = call;
  return {
    ...windowConstants(input, output, call.weights.weight!.slice(2), attributes),
    INPUT_GROUPS: channelGroups(input[1]!), // groups of four channels
    OUTPUT_GROUPS: channelGroups(output[1]!),
    INPUT_PER_GROUP: input[1]! / attributes.groups, // channels of one convolution group
    OUTPUT_PER_GROUP: output[1]! / attributes.groups,
  };
}

/** Bindings of every convolution variant; the epilogue's follow. */
export const convolutionBindings: Kernel['bindings'] = [
  { name: 'output', access: 'read_write' },
  { name: 'input', access: 'read' },
  { name: 'weight', access: 'read' },
];

/** Multiply-accumulates: every tap of every output (conv2d) or of every input (convTranspose2d). */
export function convolutionMacs(call: Call<ConvolutionAttributes>, swept: Shape): number {
  const [batch, , height, width] = swept as [number, number, number, number];
  const [first, second, kernelHeight, kernelWidth] = call.weights.weight as [number, number, number, number];
  return batch * height * width * first * second * kernelHeight * kernelWidth;
}
