import { channelGroups } from '../activationLayout.ts';
import { convolutionBindings } from '../convolution.ts';
import { depthwiseConstants, isDepthwise } from '../depthwise.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel } from '../kernel.ts';
import code from './convTranspose2d.depthwise.wgsl?raw';
import type { ConvTranspose2dAttributes } from './convTranspose2d.ts';

/** As many groups as channels on both sides: one position of four channels an invocation. */
export const convTranspose2dDepthwiseKernel: Kernel<ConvTranspose2dAttributes> = {
  name: 'convTranspose2d.depthwise',
  code,
  bindings: convolutionBindings,
  epilogue: true,
  supports: isDepthwise,
  constants: depthwiseConstants,
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    return flatWorkgroups(batch * channelGroups(channels) * height * width);
  },
};
