import { integersAttribute } from '../attributes.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import type { Operation } from '../kernel.ts';
import { stridedKernel } from '../strided/strided.ts';
import { formatShape } from '../tensor.ts';

export interface PermuteAttributes {
  /** The input axis that becomes each output axis; the first is 0. */
  readonly dims: readonly number[];
}

export const permuteKernel = stridedKernel<PermuteAttributes>('permute', ({ attributes }) => ({
  starts: attributes.dims.map(() => 0),
  axes: attributes.dims.map((axis) => ({ axis, step: 1 })),
}));

/** `torch.permute` that leaves the batch first. */
export const permute: Operation<PermuteAttributes> = {
  name: 'permute',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes(raw, where) {
    const dims = integersAttribute(raw, 'dims', undefined, { min: 0, max: largestRank - 1 }, where);
    if (dims[0] !== 0 || dims.length > largestRank || [...dims].sort().some((axis, at) => axis !== at)) {
      throw new RangeError(
        `${where}: dims is ${formatShape(dims)}, expected 0 (the batch), then each other axis once`,
      );
    }
    return { dims };
  },
  outputShape({ inputs, attributes: { dims } }, where) {
    const input = inputs[0];
    checkRank(input, dims.length, dims.length, where);
    return dims.map((axis) => input[axis]!);
  },
  kernels: [permuteKernel],
};
