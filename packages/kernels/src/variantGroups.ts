import type { ConvolutionAttributes } from './convolution.ts';
import { kernels as convTranspose2d } from './convTranspose2d/convTranspose2d.variants.ts';
import { isDepthwise } from './depthwise.ts';
import type { Call, Kernel } from './kernel.ts';

/** Kernels whose code is loaded together. */
export interface VariantGroup {
  /** With spaces between them. */
  readonly names: string;
  /** False for calls that none of them runs, which are not worth loading them for. Absent: known once they are there. */
  fits?(call: Call): boolean;
  // Of different attribute types: each is only ever given calls of its operation.
  load(): Promise<{ readonly kernels: readonly Pick<Kernel, 'name'>[] }>;
}

/**
 * Where each kernel of `variants` is, so that a page loads those groups only of which a rule chooses one. Those of transposed convolutions, which
 * nearly every generator has, come with the list.
 */
export const variantGroups: readonly VariantGroup[] = [
  {
    names:
      'convTranspose2d.tiled convTranspose2d.tiledSmall convTranspose2d.splitk convTranspose2d.splitkSubgroups',
    load: async () => ({ kernels: convTranspose2d }),
  },
  {
    names: 'conv2d.tiled conv2d.tiledSmall conv2d.splitk conv2d.splitkSubgroups',
    load: () => import('./conv2d/conv2d.variants.ts'),
  },
  { names: 'conv2d.winograd', load: () => import('./conv2d/conv2d.winograd.ts') },
  {
    names: 'linear.splitk linear.splitkSubgroups',
    load: () => import('./linear/linear.variants.ts'),
  },
  {
    names: 'conv2d.depthwise convTranspose2d.depthwise',
    fits: (call) => isDepthwise(call as Call<ConvolutionAttributes>),
    load: () => import('./depthwiseKernels.ts'),
  },
];
