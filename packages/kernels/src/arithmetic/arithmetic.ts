import { activationLayout, channelGroups } from '../activationLayout.ts';
import { booleanAttribute } from '../attributes.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { formatShape, type Shape } from '../tensor.ts';
import { type ArithmeticName, arithmeticFunctions, arithmeticReference } from './arithmetic.reference.ts';
import code from './arithmetic.wgsl?raw';
import { alignRight, operandConstants, sizeConstants } from './broadcast.ts';

export interface ArithmeticAttributes {
  /** The second operand comes first, which is how a constant is divided by an activation. */
  readonly reversed: boolean;
}

/** Both operands; a constant one has the batch size 1 and counts as broadcast along it. */
function operandsOf({ inputs, weights }: Omit<Call, 'output'>): readonly [Shape, Shape | undefined] {
  return [inputs[0]!, inputs[1] ?? weights.other];
}

function arithmeticKernel(name: ArithmeticName): Kernel<ArithmeticAttributes> {
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
        FUNCTION: Object.keys(arithmeticFunctions).indexOf(name),
        REVERSED: call.attributes.reversed ? 1 : 0,
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

function arithmeticOperation(name: ArithmeticName, isReversible: boolean): Operation<ArithmeticAttributes> {
  return {
    name,
    inputs: { min: 1, max: 2 },
    weights: { other: 'optional' },
    weightUse: 'constant',
    parseAttributes: (raw, where) => ({
      reversed: isReversible && booleanAttribute(raw, 'reversed', false, where),
    }),
    outputShape: broadcastShape,
    reference: (inputs, weights, { reversed }, output) =>
      arithmeticReference(name, [inputs[0]!, inputs[1] ?? weights.other!], reversed, output),
    kernels: [arithmeticKernel(name)],
  };
}

/*
 * Each takes two activations, or one and the constant `other`, with broadcasting. Those that can be `reversed` then take
 * the second operand first.
 */
export const add = arithmeticOperation('add', false);
export const multiply = arithmeticOperation('multiply', false);
export const sub = arithmeticOperation('sub', true);
export const div = arithmeticOperation('div', true);
/** Of a base below 0 only whole powers are real; others are NaN, which a GPU may not have. */
export const pow = arithmeticOperation('pow', true);
export const maximum = arithmeticOperation('maximum', false);
export const minimum = arithmeticOperation('minimum', false);

/* Comparisons give 1 or 0. */
export const greater = arithmeticOperation('greater', false);
export const greaterEqual = arithmeticOperation('greaterEqual', false);
export const less = arithmeticOperation('less', false);
export const lessEqual = arithmeticOperation('lessEqual', false);
/** `torch.eq`. */
export const equal = arithmeticOperation('equal', false);

export const addKernel = add.kernels[0]!;
export const multiplyKernel = multiply.kernels[0]!;
