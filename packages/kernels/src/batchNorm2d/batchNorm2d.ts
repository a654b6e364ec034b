import { activationLayout, channelGroups } from '../activationLayout.ts';
import { checkShape } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import {
  checkNormalization,
  type NormalizationAttributes,
  normalizationBindings,
  parseNormalization,
} from '../normalization.ts';
import { channelOperand } from '../scaleShift.ts';
import code from './batchNorm2d.wgsl?raw';

export const batchNorm2dKernel: Kernel<NormalizationAttributes> = {
  name: 'batchNorm2d',
  code,
  bindings: normalizationBindings,
  epilogue: true,
  constants: ({ output }) => ({ GROUPS: channelGroups(output[1]!) }),
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

/**
 * `torch.nn.functional.batch_norm` with stored statistics, on any rank from 2. Weights [C]: runningMean,
 * runningVar, weight (1 where absent), bias (0 where absent).
 */
export const batchNorm2d: Operation<NormalizationAttributes> = {
  name: 'batchNorm2d',
  inputs: { min: 1, max: 1 },
  weights: { runningMean: 'required', runningVar: 'required', weight: 'optional', bias: 'optional' },
  operand: channelOperand,
  parseAttributes: parseNormalization,
  outputShape(call, where) {
    const shape = checkNormalization(call, 2, where);
    checkShape(call.weights.runningMean, [shape[1]!], 'runningMean', where);
    checkShape(call.weights.runningVar, [shape[1]!], 'runningVar', where);
    return shape;
  },
  kernels: [batchNorm2dKernel],
};
