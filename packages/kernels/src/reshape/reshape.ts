import { activationLayout } from '../activationLayout.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import { elementCount, formatShape } from '../tensor.ts';
import code from './reshape.wgsl?raw';

export interface ReshapeAttributes {
  /** 'N', then sizes, of which one may be -1: whatever is left. */
  readonly shape: readonly ['N', ...number[]];
}

export const reshapeKernel: Kernel<ReshapeAttributes> = {
  name: 'reshape',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
  ],
  epilogue: false,
  constants: ({ inputs, output }) => {
    const before = activationLayout(inputs[0]!);
    const after = activationLayout(output);
    return {
      INPUT_CHANNELS: before.channels,
      INPUT_POSITIONS: before.positions,
      OUTPUT_CHANNELS: after.channels,
      OUTPUT_POSITIONS: after.positions,
    };
  },
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

function parseShape(raw: Readonly<Record<string, unknown>>, where: string): ReshapeAttributes {
  const { shape } = raw;
  const isSize = (size: unknown) => Number.isInteger(size) && (size === -1 || (size as number) >= 1);
  const fits =
    Array.isArray(shape) &&
    shape[0] === 'N' &&
    shape.length <= largestRank &&
    shape.slice(1).every(isSize) &&
    shape.filter((size) => size === -1).length <= 1;
  if (!fits) {
    const found = shape === undefined ? 'absent' : JSON.stringify(shape)?.slice(0, 80);
    throw new RangeError(
      `${where}: shape is ${found}, expected "N", then sizes from 1, at most one of them -1`,
    );
  }
  return { shape: [...shape] as ['N', ...number[]] };
}

/** `torch.reshape` that leaves the batch alone. */
export const reshape: Operation<ReshapeAttributes> = {
  name: 'reshape',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes: parseShape,
  outputShape({ inputs, attributes }, where) {
    const input = inputs[0];
    checkRank(input, 1, largestRank, where);
    const [batch, ...sizes] = input as [number, ...number[]];
    const [, ...wanted] = attributes.shape;
    const count = elementCount(sizes);
    const known = elementCount(wanted.filter((size) => size !== -1));
    const output = wanted.map((size) => (size === -1 ? count / known : size));
    if (elementCount(output) !== count || !output.every(Number.isInteger)) {
      const shape = formatShape(attributes.shape);
      throw new RangeError(
        `${where}: shape is ${shape}, expected ${count} elements an image as in ${formatShape(input)}`,
      );
    }
    return [batch, ...output];
  },
  kernels: [reshapeKernel],
};
