import { channelGroups } from '../activationLayout.ts';
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
import groupedCode from './conv2d.grouped.wgsl?raw';
import code from './conv2d.wgsl?raw';

/** Four columns an invocation, weights shared between them. Needs groups that align to four channels. */
export const conv2dKernel: Kernel<ConvolutionAttributes> = {
  name: 'conv2d',
  code,
  bindings: convolutionBindings,
  epilogue: true,
  supports: groupsAligned,
  constants: convolutionConstants,
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    return flatWorkgroups(batch * channelGroups(channels) * height * Math.ceil(width / 4));
  },
};

/** One position an invocation, any groups. */
export const conv2dGroupedKernel: Kernel<ConvolutionAttributes> = {
  name: 'conv2d.grouped',
  code: groupedCode,
  bindings: convolutionBindings,
  epilogue: true,
  constants: convolutionConstants,
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    return flatWorkgroups(batch * channelGroups(channels) * height * width);
  },
};

/** `torch.nn.functional.conv2d`, with a padding for each side. Weight [OC, IC/groups, KH, KW], bias [OC]. */
export const conv2d: Operation<ConvolutionAttributes> = {
  name: 'conv2d',
  inputs: { min: 1, max: 1 },
  weights: { weight: 'required', bias: 'optional' },
  weightUse: 'matrix',
  parseAttributes: parseConvolution,
  outputShape(call, where) {
    const channels = checkConvolution(call, false, where);
    const { stride, padding, dilation } = call.attributes;
    const [batch, , height, width] = call.inputs[0] as [number, number, number, number];
    const [, , kernelHeight, kernelWidth] = call.weights.weight as [number, number, number, number];
    const rows = height + padding[0]! + padding[2]! - dilation[0]! * (kernelHeight - 1) - 1;
    const columns = width + padding[1]! + padding[3]! - dilation[1]! * (kernelWidth - 1) - 1;
    return [
      batch,
      channels,
      checkSize(Math.floor(rows / stride[0]!) + 1, 'output height', where),
      checkSize(Math.floor(columns / stride[1]!) + 1, 'output width', where),
    ];
  },
  macs: (call) => convolutionMacs(call, call.output),
  spreadBy({ inputs, weights, attributes: { stride, padding } }) {
    const taps = String([weights.weight!.slice(1), stride, padding]);
    return inputs[0]![1] === 1 && taps === '1,1,1,1,1,0,0,0,0' && !weights.bias ? 'weight' : undefined;
  },
  kernels: [conv2dKernel, conv2dGroupedKernel],
};
