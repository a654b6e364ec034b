import { activationLayout, channelGroups } from '../activationLayout.ts';
import { integerAttribute } from '../attributes.ts';
import { channelOrSpatialAxis, checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { elementCount, formatShape, type Shape } from '../tensor.ts';
import channelsCode from './concat.channels.wgsl?raw';
import code from './concat.wgsl?raw';

export interface ConcatAttributes {
  /** 1 (channels) or above, or counted from the end; never the batch. */
  readonly axis: number;
}

const bindings: Kernel['bindings'] = [
  { name: 'output', access: 'read_write' },
  { name: 'input', access: 'read' },
  { name: 'other', access: 'read' },
];
const workgroups = ({ output }: Call<ConcatAttributes>) => flatWorkgroups(activationLayout(output).vectors);
const frontAxis = ({ attributes, output }: Call<ConcatAttributes>) =>
  attributes.axis < 0 ? attributes.axis + output.length : attributes.axis;

/** Vec4 of one activation between two that belong to the other. */
function spanOf(shape: Shape, axis: number): number {
  const groups = channelGroups(shape[1]!);
  return axis === 1 ? groups : elementCount(shape.slice(axis)) * groups;
}

/** Two activations, moved in whole vec4. */
export const concatKernel: Kernel<ConcatAttributes> = {
  name: 'concat',
  code,
  bindings,
  epilogue: false,
  supports: (call) => call.inputs.length === 2 && (frontAxis(call) !== 1 || call.inputs[0]![1]! % 4 === 0),
  constants: (call) => ({
    INPUT_SPAN: spanOf(call.inputs[0]!, frontAxis(call)),
    OTHER_SPAN: spanOf(call.inputs[1]!, frontAxis(call)),
  }),
  workgroups,
};

/** Two activations along channels, in any numbers. */
export const concatChannelsKernel: Kernel<ConcatAttributes> = {
  name: 'concat.channels',
  code: channelsCode,
  bindings,
  epilogue: false,
  supports: (call) => call.inputs.length === 2 && frontAxis(call) === 1,
  constants: ({ inputs }) => ({ INPUT_CHANNELS: inputs[0]![1]!, OTHER_CHANNELS: inputs[1]![1]! }),
  workgroups,
};

/** `torch.cat` of 2 to 64 activations. Its kernels take two. */
export const concat: Operation<ConcatAttributes> = {
  name: 'concat',
  inputs: { min: 2, max: 64 },
  weights: {},
  parseAttributes: (raw, where) => ({
    axis: integerAttribute(raw, 'axis', 1, { min: 1 - largestRank, max: largestRank - 1 }, where),
  }),
  outputShape({ inputs, attributes }, where) {
    const first = inputs[0];
    checkRank(first, 2, largestRank, where);
    const axis = channelOrSpatialAxis(attributes.axis, first.length, where);
    for (const shape of inputs) {
      if (shape.length !== first.length || shape.some((size, at) => at !== axis && size !== first[at])) {
        const wanted = first.map((size, at) => (at === axis ? '*' : size));
        throw new RangeError(`${where}: input is ${formatShape(shape)}, expected ${formatShape(wanted)}`);
      }
    }
    const joined = inputs.reduce((sum, shape) => sum + shape[axis]!, 0);
    return first.map((size, at) => (at === axis ? joined : size));
  },
  chain(node) {
    const [first, ...rest] = node.inputs;
    const outputs = rest.map((_, at) => (at === rest.length - 1 ? node.output : `${node.output}/${at}`));
    return rest.map((right, at) => ({
      ...node,
      inputs: [outputs[at - 1] ?? first!, right],
      output: outputs[at]!,
    }));
  },
  kernels: [concatKernel, concatChannelsKernel],
};
