import { activationLayout, packActivation } from '../activationLayout.ts';
import { checkRank, checkShape } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import code from './embedding.wgsl?raw';

export const embeddingKernel: Kernel = {
  name: 'embedding',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
    { name: 'weight', access: 'read' },
  ],
  epilogue: false,
  constants: ({ inputs, weights }) => {
    const [classes, features] = weights.weight as [number, number];
    return { CLASSES: classes, FEATURES: features, LENGTH: inputs[0]![1] ?? 0 };
  },
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

/**
 * `torch.nn.functional.embedding`: rows of `weight` [classes, features] for indices [N] or [N, L]. Indices are numbers like
 * all activations (whole ones up to 2048 are exact in f16); one beyond the table takes its first or last row.
 */
export const embedding: Operation = {
  name: 'embedding',
  inputs: { min: 1, max: 1 },
  weights: { weight: 'required' },
  /** Rows [rows, columns], each padded to four columns. */
  operand: ({ weights }) => ({
    binding: 'weight',
    vectors: activationLayout(weights.weight!).vectors,
    elements: true,
    values: ({ weight }) => packActivation(weight!),
  }),
  parseAttributes: () => ({}),
  outputShape({ inputs, weights: { weight } }, where) {
    checkRank(inputs[0], 1, 2, where);
    checkShape(weight, [-1, -1], 'weight', where);
    return [...inputs[0], weight[1]!];
  },
  kernels: [embeddingKernel],
};
