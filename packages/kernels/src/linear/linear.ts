import { activationLayout, channelGroups } from '../activationLayout.ts';
import { checkOptional, checkShape } from '../checkShape.ts';
import { convolutionBindings } from '../convolution.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import { formatShape } from '../tensor.ts';
import code from './linear.wgsl?raw';

export const linearKernel: Kernel = {
  name: 'linear',
  code,
  bindings: convolutionBindings,
  epilogue: true,
  constants: ({ inputs, output }) => ({
    INPUT_GROUPS: channelGroups(inputs[0]![1]!),
    OUTPUT_GROUPS: channelGroups(output[1]!),
  }),
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

/** `torch.nn.functional.linear` on [N, IF]. Weight [OF, IF], bias [OF]. */
export const linear: Operation = {
  name: 'linear',
  inputs: { min: 1, max: 1 },
  weights: { weight: 'required', bias: 'optional' },
  weightUse: 'matrix',
  parseAttributes: () => ({}),
  outputShape({ inputs, weights }, where) {
    const input = inputs[0]!;
    if (input.length !== 2) throw new RangeError(`${where}: input is ${formatShape(input)}, expected [N,F]`);
    const { weight } = weights;
    checkShape(weight, [-1, input[1]!], 'weight', where);
    checkOptional(weights.bias, [weight[0]!], 'bias', where);
    return [input[0]!, weight[0]!];
  },
  macs: ({ inputs, output }) => inputs[0]![0]! * inputs[0]![1]! * output[1]!,
  kernels: [linearKernel],
};
