import { activationLayout, channelGroups } from '../activationLayout.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { formatShape, type Shape } from '../tensor.ts';
import { arithmeticReference } from './arithmetic.reference.ts';
import code from './arithmetic.wgsl?raw';
import { alignRight, operandConstants, sizeConstants } from './broadcast.ts';

/** Both operands; a constant one has the batch size 1 and counts as broadcast along it. */
function operandsOf({ inputs, weights }: Omit<Call, 'output'>): readonly [Shape, Shape | undefined] {
  return [inputs[0]!, inputs[1] ?? weights.other];
}

function arithmeticKernel(name: string, multiply: boolean): Kernel {
  return {
    name,
    code,
    bindings: [
      { name: 'output', access: 'read_write' },
      { name: 'input', access: 'read' },
      { name: 'other', access: 'read' },
    ],
    epilogue: true,
    constants: (call) => {
      const [input, other] = operandsOf(call);
      return {
        MULTIPLY: multiply ? 1 : 0,
        GROUPS: channelGroups(call.output[1] ?? 1),
        ...sizeConstants(call.output),
        ...operandConstants('INPUT', input, call.output, false),
        ...operandConstants('OTHER', other!, call.output, call.inputs.length === 1),
      };
    },
    workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
  };
}

function broadcastShape(call: Omit<Call, 'output'>, where: string): Shape {
  const [input, other] = operandsOf(call);
  checkRank(input, 1, largestRank, where);
  const constant = call.inputs.length === 1;
  if (other === undefined || (!constant && call.weights.other)) {
    const found = other ? 'two inputs and a weight "other"' : 'one input and no weight "other"';
    throw new RangeError(`${where}: has ${found}, expected two inputs, or one and a weight "other"`);
  }
  const both = `${formatShape(input)} and ${formatShape(other)}`;
  if (constant ? other.length > input.length : other.length !== input.length) {
    throw new RangeError(`${where}: operands are ${both}, expected equal ranks, or a constant of lower rank`);
  }
  const aligned = alignRight(other, input.length);
  const expectedBatch = constant ? 1 : input[0]!;
  if (aligned[0] !== expectedBatch) {
    throw new RangeError(
      `${where}: operands are ${both}, expected ${expectedBatch} as first size of the second`,
    );
  }
  return input.map((size, axis) => {
    const second = aligned[axis]!;
    if (size !== second && size !== 1 && second !== 1) {
      throw new RangeError(`${where}: operands are ${both}, expected equal sizes, or 1, along axis ${axis}`);
    }
    return axis === 0 ? size : Math.max(size, second);
  });
}

function arithmeticOperation(kernel: Kernel, multiply: boolean): Operation {
  return {
    name: kernel.name,
    inputs: { min: 1, max: 2 },
    weights: { other: 'optional' },
    weightUse: 'constant',
    parseAttributes: () => ({}),
    outputShape: broadcastShape,
    reference: (inputs, weights, _attributes, output) =>
      arithmeticReference(inputs[0]!, inputs[1] ?? weights.other!, output, multiply),
    kernels: [kernel],
  };
}

export const addKernel = arithmeticKernel('add', false);
export const multiplyKernel = arithmeticKernel('multiply', true);

/** `torch.add` of two activations, or of one and the constant `other`, with broadcasting. */
export const add = arithmeticOperation(addKernel, false);

/** `torch.mul` of two activations, or of one and the constant `other`, with broadcasting. */
export const multiply = arithmeticOperation(multiplyKernel, true);
