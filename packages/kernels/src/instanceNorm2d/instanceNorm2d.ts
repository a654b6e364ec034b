import { activationLayout, channelGroups } from '../activationLayout.ts';
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
import { elementCount } from '../tensor.ts';
import code from './instanceNorm2d.wgsl?raw';

/** A workgroup for each four channels of an image. */
export const instanceNorm2dKernel: Kernel<NormalizationAttributes> = {
  name: 'instanceNorm2d',
  code,
  prelude: workgroupSumCode,
  bindings: normalizationBindings,
  epilogue: true,
  constants: ({ output, attributes }) => ({
    GROUPS: channelGroups(output[1]!),
    POSITIONS: elementCount(output.slice(2)),
    EPS: attributes.eps,
  }),
  workgroups: ({ output }) => {
    const { batch, groups } = activationLayout(output);
    return flatWorkgroups(batch * groups * workgroupSize);
  },
};

/** The same with sums by subgroups. */
export const instanceNorm2dSubgroupsKernel: Kernel<NormalizationAttributes> = {
  ...instanceNorm2dKernel,
  name: 'instanceNorm2d.subgroups',
  prelude: subgroupSumCode,
  needs: 'subgroups',
};

/** `torch.nn.functional.instance_norm` without running statistics, biased variance. Weights [C]: weight, bias. */
export const instanceNorm2d: Operation<NormalizationAttributes> = {
  name: 'instanceNorm2d',
  inputs: { min: 1, max: 1 },
  weights: { weight: 'optional', bias: 'optional' },
  operand: channelOperand,
  parseAttributes: parseNormalization,
  outputShape: (call, where) => checkNormalization(call, 3, where),
  kernels: [instanceNorm2dKernel, instanceNorm2dSubgroupsKernel],
};
