import { activationLayout, channelGroups } from '../activationLayout.ts';
import { numberAttribute } from '../attributes.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import { activateAll, otherActivation } from '../epilogue/otherActivation.ts';
import type { Kernel, Operation } from '../kernel.ts';
import type { UnaryAttributes } from './unary.reference.ts';
import code from './unary.wgsl?raw';
import { type UnaryName, unaryNames } from './unaryNames.ts';

function unaryKernel(name: UnaryName): Kernel<UnaryAttributes> {
  return {
    name,
    code,
    bindings: [
      { name: 'output', access: 'read_write' },
      { name: 'input', access: 'read' },
    ],
    epilogue: true,
    activate: activateAll, // its sine and its error function
    constants: ({ output, attributes: { beta = 1, threshold = 0, alpha = 1 } }) => ({
      GROUPS: channelGroups(output[1] ?? 1),
      FUNCTION: unaryNames.indexOf(name),
      STEEPNESS: beta / alpha,
      LIMIT: threshold,
    }),
    workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
  };
}

function unaryOperation(
  name: UnaryName,
  parseAttributes: Operation<UnaryAttributes>['parseAttributes'] = () => ({}),
): Operation<UnaryAttributes> {
  return {
    name,
    inputs: { min: 1, max: 1 },
    weights: {},
    parseAttributes,
    outputShape({ inputs }, where) {
      checkRank(inputs[0], 1, largestRank, where);
      return inputs[0];
    },
    kernels: [unaryKernel(name)],
  };
}

/** Above 0, and so that its inverse is an f32 too. */
function positiveNumber(raw: Readonly<Record<string, unknown>>, name: string, where: string): number {
  return numberAttribute(raw, name, 1, where, 1e-30);
}

/*
 * `torch.exp` and the like, then activations of `torch.nn.functional` that no layer is fused with. All take any rank from 1.
 * Where a function has no real value (the logarithm of -1) the result is NaN, and where it has a pole infinite, as far as the
 * GPU has these. Two are fused nevertheless, sin and cos: f16 would keep nothing of an angle of many turns.
 */

/** `torch.exp`: e^x. */
export const exp = unaryOperation('exp');
/** `torch.log`: ln x. */
export const log = unaryOperation('log');
/** `torch.sqrt`. */
export const sqrt = unaryOperation('sqrt');
/** `torch.rsqrt`: 1 / sqrt(x). */
export const rsqrt = unaryOperation('rsqrt');
/** `torch.reciprocal`: 1 / x. */
export const reciprocal = unaryOperation('reciprocal');
/** `torch.abs`. */
export const abs = unaryOperation('abs');
/** `torch.neg`: -x. */
export const neg = unaryOperation('neg');
/** `torch.sign`: -1, 0 or 1. */
export const sign = unaryOperation('sign');
/** `torch.floor`. */
export const floor = unaryOperation('floor');
/** `torch.ceil`. */
export const ceil = unaryOperation('ceil');
/** `torch.round`: halves go to the even number. */
export const round = unaryOperation('round');
/** `torch.sin` of radians, up to 100,000 of them. */
export const sin = { ...unaryOperation('sin'), fusedActivation: otherActivation({ name: 'sin' }) };
/** `torch.cos` of radians, up to 100,000 of them. */
export const cos = { ...unaryOperation('cos'), fusedActivation: otherActivation({ name: 'cos' }) };
/** `torch.tan` of radians, up to 100,000 of them. */
export const tan = unaryOperation('tan');
/** `torch.erf`, by Abramowitz and Stegun 7.1.26. */
export const erf = unaryOperation('erf');
/** `torch.square`: x x. */
export const square = unaryOperation('square');
/** `torch.nn.functional.softplus`: ln(1 + e^(beta x)) / beta, x itself where beta x is above the threshold. */
export const softplus = unaryOperation('softplus', (raw, where) => ({
  beta: positiveNumber(raw, 'beta', where),
  threshold: numberAttribute(raw, 'threshold', 20, where),
}));
/** `torch.nn.functional.softsign`: x / (1 + |x|). */
export const softsign = unaryOperation('softsign');
/** `torch.nn.functional.mish`: x tanh(ln(1 + e^x)) (Misra, 2019). */
export const mish = unaryOperation('mish');
/** `torch.nn.functional.hardsigmoid`: x / 6 + 1/2, from 0 to 1. */
export const hardsigmoid = unaryOperation('hardsigmoid');
/** `torch.nn.functional.hardswish`: x hardsigmoid(x). */
export const hardswish = unaryOperation('hardswish');
/** `torch.nn.functional.selu`: a scaled elu with constants of its own (Klambauer et al., 2017). */
export const selu = unaryOperation('selu');
/** `torch.nn.functional.celu`: x, below 0 alpha (e^(x / alpha) - 1) (Barron, 2017). */
export const celu = unaryOperation('celu', (raw, where) => ({ alpha: positiveNumber(raw, 'alpha', where) }));
/** `torch.nn.functional.logsigmoid`: -ln(1 + e^-x). */
export const logsigmoid = unaryOperation('logsigmoid');
