import { activationLayout, channelGroups } from '../activationLayout.ts';
import { choiceAttribute, numberAttribute } from '../attributes.ts';
import { checkRank, checkShape, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Activation } from '../epilogue/epilogue.ts';
import type { Kernel, Operation } from '../kernel.ts';
import code from './activation.wgsl?raw';

/** Runs any activation: which one, its epilogue says. */
export const activationKernel: Kernel = {
  name: 'activation',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
  ],
  epilogue: true,
  constants: ({ output }) => ({ GROUPS: channelGroups(output[1] ?? 1) }),
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

function activationOperation<Attributes extends object>(
  name: string,
  parseAttributes: Operation<Attributes>['parseAttributes'],
  activation: (attributes: Attributes) => Activation,
): Operation<Attributes> {
  return {
    name,
    inputs: { min: 1, max: 1 },
    weights: {},
    parseAttributes,
    outputShape({ inputs }, where) {
      checkRank(inputs[0], 1, largestRank, where);
      return inputs[0];
    },
    activation,
    kernels: [activationKernel],
  };
}

const none = () => ({});

/** `torch.relu`. */
export const relu = activationOperation('relu', none, () => ({ name: 'relu' }));

/** `torch.nn.functional.leaky_relu`. */
export const leakyRelu = activationOperation(
  'leakyRelu',
  (raw, where) => ({ negativeSlope: numberAttribute(raw, 'negativeSlope', 0.01, where) }),
  ({ negativeSlope }) => ({ name: 'leakyRelu', alpha: negativeSlope }),
);

/** `torch.nn.functional.prelu`. Weight `slope` is [C], or [1] for all channels. */
export const prelu: Operation = {
  ...activationOperation('prelu', none, () => ({ name: 'prelu' })),
  weights: { slope: 'required' },
  weightUse: 'slope',
  outputShape({ inputs, weights }, where) {
    checkRank(inputs[0], 1, largestRank, where);
    const { slope } = weights;
    if (slope?.length !== 1 || slope[0] !== 1) checkShape(slope, [inputs[0][1] ?? 1], 'slope', where);
    return inputs[0];
  },
};

/** `torch.nn.functional.elu`. */
export const elu = activationOperation(
  'elu',
  (raw, where) => ({ alpha: numberAttribute(raw, 'alpha', 1, where) }),
  ({ alpha }) => ({ name: 'elu', alpha }),
);

/** `torch.sigmoid`. */
export const sigmoid = activationOperation('sigmoid', none, () => ({ name: 'sigmoid' }));

/** `torch.tanh`. */
export const tanh = activationOperation('tanh', none, () => ({ name: 'tanh' }));

/** `torch.nn.functional.silu`: x sigmoid(x). */
export const silu = activationOperation('silu', none, () => ({ name: 'silu' }));

/** `torch.nn.functional.gelu`, by the error function or, where `approximate` is tanh, by that. */
export const gelu = activationOperation(
  'gelu',
  (raw, where) => ({ approximate: choiceAttribute(raw, 'approximate', ['none', 'tanh'], where) }),
  ({ approximate }) => ({ name: approximate === 'tanh' ? 'geluTanh' : 'gelu' }),
);

/** What stands for an absent bound: override constants must be finite. */
const unbounded = 3.4028234663852886e38;

/** `torch.clamp`: where min is above max, everything becomes max. */
export const clamp = activationOperation(
  'clamp',
  (raw, where) => ({
    min: numberAttribute(raw, 'min', -unbounded, where),
    max: numberAttribute(raw, 'max', unbounded, where),
  }),
  ({ min, max }) => ({ name: 'clamp', alpha: min, beta: max }),
);
