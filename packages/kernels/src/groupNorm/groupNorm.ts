import { activationLayout, channelGroups } from '../activationLayout.ts';
import { integerAttribute } from '../attributes.ts';
import { flatWorkgroups, workgroupSize } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import {
  checkNormalization,
  type NormalizationAttributes,
  normalizationBindings,
  parseNormalization,
} from '../normalization.ts';
import subgroupSumCode from '../prelude/workgroupSum.subgroups.wgsl?raw';
import workgroupSumCode from '../prelude/workgroupSum.wgsl?raw';
import { channelOperand } from '../scaleShift.ts';
import { elementCount, formatShape, type Shape } from '../tensor.ts';
import code from './groupNorm.wgsl?raw';

export interface GroupNormAttributes extends NormalizationAttributes {
  /** Sets of neighbouring channels that are normalised together; they divide the channels. */
  readonly groups: number;
}

/** Channels that are normalised together, and how many such sets fill whole vec4. */
function setsOf(shape: Shape, { groups }: GroupNormAttributes) {
  const channels = shape[1]! / groups;
  return { channels, sets: channels % 4 === 0 ? 1 : channels % 2 === 0 ? 2 : 4 };
}

export const groupNormKernel: Kernel<GroupNormAttributes> = {
  name: 'groupNorm',
  code,
  prelude: workgroupSumCode,
  bindings: normalizationBindings,
  epilogue: true,
  constants: ({ output, attributes }) => {
    const { channels, sets } = setsOf(output, attributes);
    return {
      GROUPS: channelGroups(output[1]!),
      POSITIONS: elementCount(output.slice(2)),
      SET_CHANNELS: channels,
      SETS: sets,
      EPS: attributes.eps,
    };
  },
  workgroups: ({ output, attributes }) => {
    const { sets } = setsOf(output, attributes);
    const { batch } = activationLayout(output);
    return flatWorkgroups(batch * Math.ceil(attributes.groups / sets) * workgroupSize);
  },
};

/** The same with sums by subgroups. */
export const groupNormSubgroupsKernel: Kernel<GroupNormAttributes> = {
  ...groupNormKernel,
  name: 'groupNorm.subgroups',
  prelude: subgroupSumCode,
  needs: 'subgroups',
};

/** `torch.nn.functional.group_norm` (Wu and He, 2018) on any rank from 2, biased variance. Weights [C]: weight, bias. */
export const groupNorm: Operation<GroupNormAttributes> = {
  name: 'groupNorm',
  inputs: { min: 1, max: 1 },
  weights: { weight: 'optional', bias: 'optional' },
  operand: channelOperand,
  parseAttributes: (raw, where) => ({
    ...parseNormalization(raw, where),
    groups: integerAttribute(raw, 'groups', undefined, { min: 1 }, where),
  }),
  outputShape(call, where) {
    const shape = checkNormalization(call, 2, where);
    const { groups } = call.attributes;
    if (shape[1]! % groups !== 0) {
      throw new RangeError(
        `${where}: groups is ${groups}, expected a divisor of the ${shape[1]} channels of ${formatShape(shape)}`,
      );
    }
    return shape;
  },
  kernels: [groupNormKernel, groupNormSubgroupsKernel],
};
