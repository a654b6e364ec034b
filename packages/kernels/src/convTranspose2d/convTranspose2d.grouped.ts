import { channelGroups } from '../activationLayout.ts';
import { convolutionBindings, convolutionConstants } from '../convolution.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import code from './convTranspose2d.grouped.wgsl?raw';
import { alignedConvTranspose2d, type ConvTranspose2dAttributes } from './convTranspose2d.ts';

/** One position an invocation, any groups. */
export const convTranspose2dGroupedKernel: Kernel<ConvTranspose2dAttributes> = {
  name: 'convTranspose2d.grouped',
  code,
  bindings: convolutionBindings,
  epilogue: true,
  constants: convolutionConstants,
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    return flatWorkgroups(batch * channelGroups(channels) * height * width);
  },
};

/** `alignedConvTranspose2d` of any groups. */
export const convTranspose2d: Operation<ConvTranspose2dAttributes> = {
  ...alignedConvTranspose2d,
  kernels: [...alignedConvTranspose2d.kernels, convTranspose2dGroupedKernel],
};
