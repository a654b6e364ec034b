import {
  conv2dDepthwiseKernel,
  conv2dSplitkKernel,
  conv2dSplitkSubgroupsKernel,
  conv2dTiledKernel,
  conv2dTiledSmallKernel,
} from './conv2d/conv2d.variants.ts';
import { conv2dWinogradKernel } from './conv2d/conv2d.winograd.ts';
import {
  convTranspose2dDepthwiseKernel,
  convTranspose2dSplitkKernel,
  convTranspose2dSplitkSubgroupsKernel,
  convTranspose2dTiledKernel,
  convTranspose2dTiledSmallKernel,
} from './convTranspose2d/convTranspose2d.variants.ts';
import type { Kernel, Operation } from './kernel.ts';
import { linearSplitkKernel, linearSplitkSubgroupsKernel } from './linear/linear.variants.ts';

/**
 * Kernels for GPUs beside those that an operation itself names, by operation. They take the same bindings and packed weights, but for one whose
 * `packer` fills a binding of its own. A module of their own, so that a page loads them only where a tuning table may choose one.
 */
export const variants: Readonly<Record<string, readonly Kernel[]>> = {
  conv2d: [
    conv2dTiledKernel,
    conv2dTiledSmallKernel,
    conv2dSplitkKernel,
    conv2dSplitkSubgroupsKernel,
    conv2dWinogradKernel,
    conv2dDepthwiseKernel,
  ] as readonly Kernel[],
  convTranspose2d: [
    convTranspose2dTiledKernel,
    convTranspose2dTiledSmallKernel,
    convTranspose2dSplitkKernel,
    convTranspose2dSplitkSubgroupsKernel,
    convTranspose2dDepthwiseKernel,
  ] as readonly Kernel[],
  linear: [linearSplitkKernel, linearSplitkSubgroupsKernel],
};

/** Every kernel of an operation, its default first. */
export function kernelsOf(operation: Operation): readonly Kernel[] {
  return [
    ...operation.kernels,
    ...(Object.hasOwn(variants, operation.name) ? variants[operation.name]! : []),
  ];
}

/** Optional features of a device, as `GPUDevice.features` has them. */
export interface Features {
  has(name: string): boolean;
}

/** Whether a kernel compiles on a device of these features. */
export function compilesOn({ needs }: Kernel, features: Features): boolean {
  return needs === undefined || features.has(needs);
}
