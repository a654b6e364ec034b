import { activationLayout, channelGroups } from '../activationLayout.ts';
import { numberAttribute } from '../attributes.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import { type UnaryAttributes, type UnaryName, unaryFunctions, unaryReference } from './unary.reference.ts';
import code from './unary.wgsl?raw';

function unaryKernel(name: UnaryName): Kernel<UnaryAttributes> {
  return {
    name,
    code,
    bindings: [
      { name: 'output', access: 'read_write' },
      { name: 'input', access: 'read' },
    ],
    epilogue: true,
    constants: ({ output, attributes: { beta = 1, threshold = 0, alpha = 1 } }) => ({
      GROUPS: channelGroups(output[1] ?? 1),
      FUNCTION: Object.keys(unaryFunctions).indexOf(name),
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
    reference: (inputs, _weights, attributes) => unaryReference(name, inputs[0]!, attributes),
    kernels: [unaryKernel(name)],
  };
}

/** Above 0, and so that its inverse is an f32 too. */
function positiveNumber(raw: Readonly<Record<string, unknown>>, name: string, where: string): number {
  return numberAttribute(raw, name, 1, where, 1e-30);
}

/*
 * `torch.exp` and the like, and the activations of `torch.nn.functional` that no layer is fused with. Where a function has
 * no real value (the logarithm of -1) the result is NaN, and where it has a pole infinite, as far as the GPU has these.
 */
export const exp = unaryOperation('exp');
export const log = unaryOperation('log');
export const sqrt = unaryOperation('sqrt');
export const rsqrt = unaryOperation('rsqrt');
export const reciprocal = unaryOperation('reciprocal');
export const abs = unaryOperation('abs');
export const neg = unaryOperation('neg');
export const sign = unaryOperation('sign');
export const floor = unaryOperation('floor');
export const ceil = unaryOperation('ceil');
/** Halves go to the even number. */
export const round = unaryOperation('round');
/**
 * Sine, cosine and tangent are right for up to 100,000 radians. The first two are fused into the layer before them: f16
 * would keep nothing of an angle of many turns.
 */
export const sin = { ...unaryOperation('sin'), fusedActivation: { name: 'sin' } as const };
export const cos = { ...unaryOperation('cos'), fusedActivation: { name: 'cos' } as const };
export const tan = unaryOperation('tan');
export const erf = unaryOperation('erf');
export const square = unaryOperation('square');
export const softplus = unaryOperation('softplus', (raw, where) => ({
  beta: positiveNumber(raw, 'beta', where),
  threshold: numberAttribute(raw, 'threshold', 20, where),
}));
export const softsign = unaryOperation('softsign');
export const mish = unaryOperation('mish');
export const hardsigmoid = unaryOperation('hardsigmoid');
export const hardswish = unaryOperation('hardswish');
export const selu = unaryOperation('selu');
export const celu = unaryOperation('celu', (raw, where) => ({ alpha: positiveNumber(raw, 'alpha', where) }));
export const logsigmoid = unaryOperation('logsigmoid');
