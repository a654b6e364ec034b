import type { Operation } from './kernel.ts';

/** Operations whose code is loaded together: their names, with spaces between them, and what loads them. */
export type OperationGroup = readonly [
  names: string,
  load: () => Promise<{ readonly operations: Readonly<Record<string, Operation>> }>,
];

/** Where operations are that `commonOperations` lacks, so that a page loads those groups only of which a model names one. */
export const operationGroups: readonly OperationGroup[] = [
  [
    'clamp elu gelu prelu silu concat conv2d linear reshape upsample2d',
    () => import('./groups/convolutional.ts'),
  ],
  ['groupNorm instanceNorm2d layerNorm amax amin mean sum softmax', () => import('./groups/statistics.ts')],
  ['matmul scaledDotProductAttention', () => import('./groups/attention.ts')],
  [
    'embedding indexSelect pad2d permute pixelShuffle pixelUnshuffle avgPool2d maxPool2d slice',
    () => import('./groups/rearranging.ts'),
  ],
  ['gridSample', () => import('./groups/gridSample.ts')],
];

/** Where all others are: arithmetic of two operands, functions of one, and choosing between two. They are too many to be named here. */
export const otherOperations: OperationGroup[1] = () => import('./groups/elementwise.ts');
