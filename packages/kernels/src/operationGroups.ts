import type { Operation } from './kernel.ts';

/** Operations whose code is loaded together. */
export interface OperationGroup {
  /** With spaces between them. */
  readonly names: string;
  load(): Promise<{ readonly operations: Readonly<Record<string, Operation>> }>;
}

/** Where each operation is that `commonOperations` lacks, so that a page loads those groups only of which a model names one. */
export const operationGroups: readonly OperationGroup[] = [
  {
    names: 'clamp elu gelu prelu silu concat conv2d linear reshape upsample2d',
    load: () => import('./groups/convolutional.ts'),
  },
  {
    names:
      'add div equal greater greaterEqual less lessEqual maximum minimum multiply pow sub abs ceil celu cos erf exp floor hardsigmoid hardswish log logsigmoid mish neg reciprocal round rsqrt selu sign sin softplus softsign sqrt square tan where',
    load: () => import('./groups/elementwise.ts'),
  },
  {
    names: 'groupNorm instanceNorm2d layerNorm amax amin mean sum softmax',
    load: () => import('./groups/statistics.ts'),
  },
  { names: 'matmul scaledDotProductAttention', load: () => import('./groups/attention.ts') },
  {
    names: 'embedding indexSelect pad2d permute pixelShuffle pixelUnshuffle avgPool2d maxPool2d slice',
    load: () => import('./groups/rearranging.ts'),
  },
  { names: 'gridSample', load: () => import('./groups/warping.ts') },
];
