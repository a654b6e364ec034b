import { choiceAttribute, numberAttribute } from '../attributes.ts';
import { checkRank, checkShape, largestRank } from '../checkShape.ts';
import { otherActivation } from '../epilogue/otherActivation.ts';
import type { Operation } from '../kernel.ts';
import { activationOperation, none } from './activation.ts';

/** `torch.nn.functional.prelu`. Weight `slope` is [C], or [1] for all channels. */
export const prelu: Operation = {
  ...activationOperation('prelu', none, () => otherActivation({ name: 'prelu' })),
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
  ({ alpha }) => otherActivation({ name: 'elu', alpha }),
);

/** `torch.nn.functional.silu`: x sigmoid(x). */
export const silu = activationOperation('silu', none, () => otherActivation({ name: 'silu' }));

/** `torch.nn.functional.gelu`, by the error function or, where `approximate` is tanh, by that. */
export const gelu = activationOperation(
  'gelu',
  (raw, where) => ({ approximate: choiceAttribute(raw, 'approximate', ['none', 'tanh'], where) }),
  ({ approximate }) => otherActivation({ name: approximate === 'tanh' ? 'geluTanh' : 'gelu' }),
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
  ({ min, max }) => otherActivation({ name: 'clamp', alpha: min, beta: max }),
);
