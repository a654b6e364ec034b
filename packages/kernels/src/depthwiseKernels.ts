import { conv2dDepthwiseKernel } from './conv2d/conv2d.depthwise.ts';
import { convTranspose2dDepthwiseKernel } from './convTranspose2d/convTranspose2d.depthwise.ts';

/** What `variantGroups` loads for convolutions of as many groups as channels. */
export const kernels = [conv2dDepthwiseKernel, convTranspose2dDepthwiseKernel];
