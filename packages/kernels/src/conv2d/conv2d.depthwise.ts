import { channelGroups } from '../activationLayout.ts';
import { type ConvolutionAttributes, convolutionBindings } from '../convolution.ts';
import { depthwiseConstants, isDepthwise } from '../depthwise.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel } from '../kernel.ts';
import code from './conv2d.depthwise.wgsl?raw';

/** As many groups as channels on both sides: four columns of four channels an invocation. */
export const conv2dDepthwiseKernel: Kernel<ConvolutionAttributes> = {
  name: 'conv2d.depthwise',
  code,
  bindings: convolutionBindings,
  epilogue: true,
  supports: isDepthwise,
  constants: depthwiseConstants,
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    return flatWorkgroups(batch * channelGroups(channels) * height * Math.ceil(width / 4));
  },
};
