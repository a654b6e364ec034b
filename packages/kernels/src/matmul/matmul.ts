import { activationLayout } from '../activationLayout.ts';
import { booleanAttribute } from '../attributes.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups, workgroupSize } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { elementCount, formatShape } from '../tensor.ts';
import code from './matmul.wgsl?raw';
import { type MatrixCall, matmulConstants, matrixSizes } from './matmulPlaces.ts';
import prelude from './matmulPlaces.wgsl?raw';

export interface MatmulAttributes {
  /** The last two axes of the first operand count as swapped; likewise those of the second. */
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Slots and columns that a workgroup computes: `slotTile` and `columnTile` in matmul.wgsl. */
const tile = { slots: 16, columns: 32 };

function matrixCall({ inputs, output, attributes }: Call<MatmulAttributes>): MatrixCall {
  return { a: inputs[0]!, b: inputs[1]!, output, ...attributes };
}

export const matmulKernel: Kernel<MatmulAttributes> = {
  name: 'matmul',
  code,
  prelude,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
    { name: 'other', access: 'read' },
  ],
  epilogue: true,
  constants: (call) => matmulConstants(matrixCall(call)),
  workgroups: (call) => {
    const { SLOTS, COLUMNS, GROUPS, SIZE_2, SIZE_3 } = matmulConstants(matrixCall(call));
    const tiles = Math.ceil(SLOTS / tile.slots) * Math.ceil(COLUMNS / tile.columns);
    const products = activationLayout(call.output).batch * GROUPS * SIZE_2 * SIZE_3;
    return flatWorkgroups(products * tiles * workgroupSize);
  },
};

/**
 * `torch.matmul` of two activations of equal rank, 3 to 6: [N, ..., M, K] by [N, ..., K, L], before they are transposed where
 * attributes say so. The axes between the batch and the matrices are broadcast.
 * (Of rank 2 the batch would be the rows: that is `linear`.)
 */
export const matmul: Operation<MatmulAttributes> = {
  name: 'matmul',
  inputs: { min: 2, max: 2 },
  weights: {},
  parseAttributes: (raw, where) => ({
    transposeA: booleanAttribute(raw, 'transposeA', false, where),
    transposeB: booleanAttribute(raw, 'transposeB', false, where),
  }),
  outputShape({ inputs, attributes: { transposeA, transposeB } }, where) {
    const [a, b] = inputs;
    checkRank(a, 3, largestRank, where);
    checkRank(b, a.length, a.length, where);
    const both = `${formatShape(a)} and ${formatShape(b)}`;
    const leading = a.slice(0, -2).map((size, axis) => {
      const second = b[axis]!;
      if (size !== second && (axis === 0 || (size !== 1 && second !== 1))) {
        const expected = axis === 0 ? 'equal batches' : `equal sizes, or 1, along axis ${axis}`;
        throw new RangeError(`${where}: operands are ${both}, expected ${expected}`);
      }
      return Math.max(size, second);
    });
    const [rows, inner] = transposeA ? a.slice(-2).reverse() : a.slice(-2);
    const [depth, columns] = transposeB ? b.slice(-2).reverse() : b.slice(-2);
    if (inner !== depth) {
      throw new RangeError(
        `${where}: operands are ${both}, expected ${inner} rows in the second, not ${depth}`,
      );
    }
    return [...leading, rows!, columns!];
  },
  macs: (call) => elementCount(call.output) * matrixSizes(matrixCall(call)).inner,
  kernels: [matmulKernel],
};
