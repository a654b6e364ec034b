import { activationLayout } from '../activationLayout.ts';
import { integerAttribute, integersAttribute } from '../attributes.ts';
import { channelOrSpatialAxis, checkRank, checkSize, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import { elementCount } from '../tensor.ts';
import code from './indexSelect.wgsl?raw';

export interface IndexSelectAttributes {
  /** Never the batch; counted from the end where negative. */
  readonly dim: number;
  /** Entries of that axis, each as often as it stands here. */
  readonly index: readonly number[];
}

/** An axis that may be counted from the end. */
export const axisOf = (dim: number, rank: number) => (dim < 0 ? dim + rank : dim);

export const indexSelectKernel: Kernel<IndexSelectAttributes> = {
  name: 'indexSelect',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
    { name: 'indices', access: 'read' },
  ],
  epilogue: false,
  constants: ({ inputs, output, attributes }) => {
    const input = inputs[0]!;
    const axis = axisOf(attributes.dim, input.length);
    const inner = elementCount(input.slice(axis + 1)) * activationLayout(input).groups;
    return { INPUT_SIZE: input[axis]!, OUTPUT_SIZE: output[axis]!, INNER: axis === 1 ? 0 : inner };
  },
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

/** `torch.index_select` by a constant index, along any axis but the batch; ranks 2 to 6. */
export const indexSelect: Operation<IndexSelectAttributes> = {
  name: 'indexSelect',
  inputs: { min: 1, max: 1 },
  weights: {},
  operand: ({ attributes: { index } }) => {
    const vectors = Math.ceil(index.length / 4);
    const values = () => {
      const packed = new Float32Array(vectors * 4);
      packed.set(index);
      return packed;
    };
    return { binding: 'indices', vectors, elements: false, values };
  },
  parseAttributes: (raw, where) => ({
    dim: integerAttribute(raw, 'dim', undefined, { min: 1 - largestRank, max: largestRank - 1 }, where),
    index: integersAttribute(raw, 'index', undefined, { min: 0, max: 2 ** 24 }, where),
  }),
  outputShape({ inputs, attributes: { dim, index } }, where) {
    checkRank(inputs[0], 2, largestRank, where);
    const axis = channelOrSpatialAxis(dim, inputs[0].length, where);
    const size = inputs[0][axis]!;
    checkSize(index.length, 'length of index', where);
    const beyond = index.find((entry) => entry >= size);
    if (beyond !== undefined) {
      throw new RangeError(`${where}: index has ${beyond}, expected at most ${size - 1} along axis ${axis}`);
    }
    return inputs[0].map((other, at) => (at === axis ? index.length : other));
  },
  kernels: [indexSelectKernel],
};
