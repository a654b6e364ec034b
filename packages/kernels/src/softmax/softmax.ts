import { integerAttribute } from '../attributes.ts';
import { channelOrSpatialAxis, checkRank, largestRank } from '../checkShape.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { type ReducedAxes, reducedAxes, rowConstants, rowWorkgroups } from '../reducedAxes.ts';
import code from './softmax.wgsl?raw';

export interface SoftmaxAttributes {
  /** 1 (channels) or above, or counted from the end; never the batch. */
  readonly dim: number;
}

function axesOf({ output, attributes: { dim } }: Call<SoftmaxAttributes>): ReducedAxes {
  return reducedAxes(output, [dim < 0 ? dim + output.length : dim], true);
}

export const softmaxKernel: Kernel<SoftmaxAttributes> = {
  name: 'softmax',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
  ],
  epilogue: true,
  constants: (call) => rowConstants(call.output, axesOf(call)),
  workgroups: (call) => rowWorkgroups(call.output, axesOf(call)),
};

/** `torch.softmax` along any axis but the batch, ranks 2 to 6: e^x over the sum of these. */
export const softmax: Operation<SoftmaxAttributes> = {
  name: 'softmax',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes: (raw, where) => ({
    dim: integerAttribute(raw, 'dim', -1, { min: 1 - largestRank, max: largestRank - 1 }, where),
  }),
  outputShape({ inputs, attributes }, where) {
    const input = inputs[0];
    checkRank(input, 2, largestRank, where);
    channelOrSpatialAxis(attributes.dim, input.length, where);
    return input;
  },
  kernels: [softmaxKernel],
};
