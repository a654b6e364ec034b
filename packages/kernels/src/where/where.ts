import { activationLayout } from '../activationLayout.ts';
import { alignRight, operandConstants, sizeConstants } from '../arithmetic/broadcast.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { formatShape, type Shape } from '../tensor.ts';
import { whereReference } from './where.reference.ts';
import code from './where.wgsl?raw';

function operandsOf({ inputs, weights }: Omit<Call, 'output' | 'attributes'>): (Shape | undefined)[] {
  return [inputs[0], inputs[1], inputs[2] ?? weights.other];
}

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
 * input or a constant. All are broadcast.
 */
export const where: Operation = {
  name: 'where',
  inputs: { min: 2, max: 3 },
  weights: { other: 'optional' },
  weightUse: 'constant',
  parseAttributes: () => ({}),
  outputShape(call, where) {
    const [condition, input, other] = operandsOf(call);
    checkRank(condition, 1, largestRank, where);
    if (input === undefined || other === undefined || (call.inputs.length === 3 && call.weights.other)) {
      throw new RangeError(`${where}: expected three inputs, or two and a weight "other"`);
    }
    const shapes = [condition, input, other].map((shape) => alignRight(shape, condition.length));
    const isConstant = call.inputs.length === 2;
    const ranksFit =
      input.length === condition.length &&
      (isConstant ? other.length <= condition.length : other.length === condition.length);
    const output = condition.map((_, axis) => Math.max(...shapes.map((shape) => shape[axis]!)));
    const batch = condition[0]!;
    const batchFits = input[0] === batch && shapes[2]![0] === (isConstant ? 1 : batch);
    const fits = shapes.every((shape) => shape.every((size, at) => size === 1 || size === output[at]));
    if (!ranksFit || !batchFits || !fits) {
      const found = [condition, input, other].map(formatShape).join(' and ');
      throw new RangeError(
        `${where}: operands are ${found}, expected equal ranks and sizes, or sizes of 1 behind the batch`,
      );
    }
    return output;
  },
  reference: (inputs, weights, _attributes, output) =>
    whereReference([...inputs, ...(weights.other ? [weights.other] : [])], output),
  kernels: [whereKernel],
};
