import { conv2dDepthwiseKernel } from './conv2d/conv2d.depthwise.ts';
import { kernels as conv2d } from './conv2d/conv2d.variants.ts';
import { kernels as winograd } from './conv2d/conv2d.winograd.ts';
import { convTranspose2dDepthwiseKernel } from './convTranspose2d/convTranspose2d.depthwise.ts';
import { kernels as convTranspose2d } from './convTranspose2d/convTranspose2d.variants.ts';
import type { Kernel, Operation } from './kernel.ts';
import { kernels as linear } from './linear/linear.variants.ts';

export { compilesOn, type Features } from './compilesOn.ts';

/**
 * Kernels for GPUs beside those that an operation itself names, by operation. They take the same bindings and packed weights, but for one whose
 * `packer` fills a binding of its own. A module of their own; a page loads those of `variantGroups` that a rule chooses.
 */
export const variants: Readonly<Record<string, readonly Kernel[]>> = {
  conv2d: [...conv2d, ...winograd, conv2dDepthwiseKernel] as readonly Kernel[],
  convTranspose2d: [...convTranspose2d, convTranspose2dDepthwiseKernel] as readonly Kernel[],
  linear,
};

/** Every kernel of an operation, its default first. */
export function kernelsOf(operation: Operation): readonly Kernel[] {
  return [
    ...operation.kernels,
    ...(Object.hasOwn(variants, operation.name) ? variants[operation.name]! : []),
  ];
}
