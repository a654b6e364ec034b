import { activationLayout, channelGroups } from '../activationLayout.ts';
import { booleanAttribute } from '../attributes.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import type { Shape } from '../tensor.ts';
import code from './arithmetic.wgsl?raw';
import { type ArithmeticName, arithmeticNames } from './arithmeticNames.ts';
import { alignRight, operandConstants, sizeConstants } from './broadcast.ts';
import { broadcastShape, operandsOf } from './broadcastShape.ts';
import { constantOperand } from './constantOperand.ts';
import { fuseAdd } from './fuseAdd.ts';

export interface ArithmeticAttributes {
  /** sub, div and pow only: the second operand comes first, which is how a constant is divided by an activation. */
  readonly reversed: boolean;
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
      const [input, other] = operandsOf(call) as [Shape, Shape];
      return {
        FUNCTION: arithmeticNames.indexOf(name),
        REVERSED: call.attributes.reversed ? 1 : 0,
        GROUPS: channelGroups(call.output[1] ?? 1),
        ...sizeConstants(call.output),
        ...operandConstants('INPUT', input, call.output, false),
        ...operandConstants('OTHER', other, call.output, call.inputs.length === 1),
      };
    },
    workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
  };
}

function arithmeticOperation(name: ArithmeticName, isReversible: boolean): Operation<ArithmeticAttributes> {
  return {
    name,
    inputs: { min: 1, max: 2 },
    weights: { other: 'optional' },
    operand: constantOperand,
    parseAttributes: (raw, where) => ({
      reversed: isReversible && booleanAttribute(raw, 'reversed', false, where),
    }),
    outputShape: (call, where) => broadcastShape(call, 2, where),
    kernels: [arithmeticKernel(name)],
  };
}

/*
 * Each takes two activations, or one and the constant `other`, and gives the shape of both broadcast: see `broadcastShape`.
 */

/** `torch.add`. */
export const add: Operation<ArithmeticAttributes> = { ...arithmeticOperation('add', false), fuse: fuseAdd };
/** `torch.mul`. */
export const multiply: Operation<ArithmeticAttributes> = {
  ...arithmeticOperation('multiply', false),
  spreadBy({ inputs, weights, output }) {
    if (!weights.other || output.length !== 4 || inputs[0]![1] !== 1) return undefined;
    const factors = alignRight(weights.other, 4);
    return String(factors) === String([1, output[1], 1, 1]) ? 'other' : undefined;
  },
};
/** `torch.sub`. */
export const sub = arithmeticOperation('sub', true);
/** `torch.div`. */
export const div = arithmeticOperation('div', true);
/** `torch.pow`. Of a base below 0 only whole powers are real; others are NaN, which a GPU may not have. */
export const pow = arithmeticOperation('pow', true);
/** `torch.maximum`. */
export const maximum = arithmeticOperation('maximum', false);
/** `torch.minimum`. */
export const minimum = arithmeticOperation('minimum', false);
/** `torch.gt` as 1 or 0. */
export const greater = arithmeticOperation('greater', false);
/** `torch.ge` as 1 or 0. */
export const greaterEqual = arithmeticOperation('greaterEqual', false);
/** `torch.lt` as 1 or 0. */
export const less = arithmeticOperation('less', false);
/** `torch.le` as 1 or 0. */
export const lessEqual = arithmeticOperation('lessEqual', false);
/** `torch.eq` as 1 or 0. */
export const equal = arithmeticOperation('equal', false);

export const addKernel = add.kernels[0]!;
export const multiplyKernel = multiply.kernels[0]!;
