import { activationLayout, channelGroups } from '../activationLayout.ts';
import { numberAttribute } from '../attributes.ts';
import { checkRank, largestRank } from '../checkShape.ts';
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

/** An operation that is nothing but an epilogue. */
export function activationOperation<Attributes extends object>(
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

export const none = () => ({});

/** `torch.relu`. */
export const relu = activationOperation('relu', none, () => ({ name: 'relu' }));

/** `torch.nn.functional.leaky_relu`. */
export const leakyRelu = activationOperation(
  'leakyRelu',
  (raw, where) => ({ negativeSlope: numberAttribute(raw, 'negativeSlope', 0.01, where) }),
  ({ negativeSlope }) => ({ name: 'leakyRelu', alpha: negativeSlope }),
);

/** `torch.sigmoid`. */
export const sigmoid = activationOperation('sigmoid', none, () => ({ name: 'sigmoid' }));

/** `torch.tanh`. */
export const tanh = activationOperation('tanh', none, () => ({ name: 'tanh' }));
