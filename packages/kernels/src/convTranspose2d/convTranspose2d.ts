import { channelGroups } from '../activationLayout.ts';
import { integersAttribute } from '../attributes.ts';
import { checkSize } from '../checkShape.ts';
import {
  type ConvolutionAttributes,
  checkConvolution,
  convolutionBindings,
  convolutionConstants,
  convolutionMacs,
  groupsAligned,
  parseConvolution,
} from '../convolution.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import code from './convTranspose2d.wgsl?raw';
import firstTapCode from './firstTap.wgsl?raw';

export interface ConvTranspose2dAttributes extends ConvolutionAttributes {
  readonly outputPadding: readonly number[]; // [height, width]
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Four columns of one stride phase an invocation. Needs groups that align to four channels. */
export const convTranspose2dKernel: Kernel<ConvTranspose2dAttributes> = {
  name: 'convTranspose2d',
  code,
  prelude: firstTapCode,
  bindings: convolutionBindings,
  epilogue: true,
  supports: groupsAligned,
  constants: (call) => {
    const { stride, dilation } = call.attributes;
    return {
      ...convolutionConstants(call),
      STEP_Y: stride[0]! / greatestCommonDivisor(stride[0]!, dilation[0]!),
      STEP_X: stride[1]! / greatestCommonDivisor(stride[1]!, dilation[1]!),
    };
  },
  workgroups: ({ output, attributes }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    const strideX = attributes.stride[1]!;
    const quads = Math.ceil(Math.ceil(width / strideX) / 4) * strideX;
    return flatWorkgroups(batch * channelGroups(channels) * height * quads);
  },
};

/**
 * `torch.nn.functional.conv_transpose2d`, with a padding for each side. Weight [IC, OC/groups, KH, KW], bias [OC];
 * size = (input - 1) * stride - padding + dilation * (kernel - 1) + 1 + outputPadding.
 * What every page loads: runs one group, and groups that align to four channels.
 */
export const alignedConvTranspose2d: Operation<ConvTranspose2dAttributes> = {
  name: 'convTranspose2d',
  inputs: { min: 1, max: 1 },
  weights: { weight: 'required', bias: 'optional' },
  weightUse: 'matrix',
  parseAttributes: (raw, where) => ({
    ...parseConvolution(raw, where),
    outputPadding: integersAttribute(raw, 'outputPadding', [0, 0], { min: 0, max: 1024 }, where, 2),
  }),
  outputShape(call, where) {
    const channels = checkConvolution(call, true, where);
    const { stride, padding, dilation, outputPadding } = call.attributes;
    const [batch, , height, width] = call.inputs[0] as [number, number, number, number];
    const [, , kernelHeight, kernelWidth] = call.weights.weight as [number, number, number, number];
    const rows = (height - 1) * stride[0]! + dilation[0]! * (kernelHeight - 1) + 1 + outputPadding[0]!;
    const columns = (width - 1) * stride[1]! + dilation[1]! * (kernelWidth - 1) + 1 + outputPadding[1]!;
    return [
      batch,
      channels,
      checkSize(rows - padding[0]! - padding[2]!, 'output height', where),
      checkSize(columns - padding[1]! - padding[3]!, 'output width', where),
    ];
  },
  macs: (call) => convolutionMacs(call, call.inputs[0]!),
  kernels: [convTranspose2dKernel],
};
