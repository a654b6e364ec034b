import { activationLayout } from '../activationLayout.ts';
import { operandConstants, sizeConstants } from '../arithmetic/broadcast.ts';
import { broadcastShape, operandsOf } from '../arithmetic/broadcastShape.ts';
import { constantOperand } from '../arithmetic/constantOperand.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import type { Shape } from '../tensor.ts';
import code from './where.wgsl?raw';

export const whereKernel: Kernel = {
  name: 'where',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'condition', access: 'read' },
    { name: 'input', access: 'read' },
    { name: 'other', access: 'read' },
  ],
  epilogue: false,
  constants: (call) => {
    const { output } = call;
    const [condition, input, other] = operandsOf(call) as [Shape, Shape, Shape];
    return {
      CHANNELS: output[1] ?? 1,
      ...sizeConstants(output),
      ...operandConstants('CONDITION', condition, output, false),
      ...operandConstants('INPUT', input, output, false),
      ...operandConstants('OTHER', other, output, call.inputs.length === 2),
    };
  },
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

/**
 * `torch.where`: of `input` (the second input) where the condition (the first) is not 0, else of `other`, which is the third
 * input or a constant. All are broadcast, but along the batch only a constant.
 */
export const where: Operation = {
  name: 'where',
  inputs: { min: 2, max: 3 },
  weights: { other: 'optional' },
  operand: constantOperand,
  parseAttributes: () => ({}),
  outputShape: (call, where) => broadcastShape(call, 3, where),
  kernels: [whereKernel],
};
