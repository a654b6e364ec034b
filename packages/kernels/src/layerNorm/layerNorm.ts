import { integersAttribute } from '../attributes.ts';
import { checkOptional, checkRank, largestRank } from '../checkShape.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { type NormalizationAttributes, normalizationBindings, parseNormalization } from '../normalization.ts';
import { type ReducedAxes, reducedAxes, rowConstants, rowWorkgroups } from '../reducedAxes.ts';
import { elementCount, formatShape } from '../tensor.ts';
import code from './layerNorm.wgsl?raw';
import { normalizedOperand } from './normalizedOperand.ts';

export interface LayerNormAttributes extends NormalizationAttributes {
  /** Sizes of the last axes, which are normalised together; all but the batch at most. */
  readonly normalizedShape: readonly number[];
}

function axesOf({ output, attributes: { normalizedShape } }: Call<LayerNormAttributes>): ReducedAxes {
  const axes = output.map((_, axis) => axis).slice(output.length - normalizedShape.length);
  return reducedAxes(output, axes, true);
}

export const layerNormKernel: Kernel<LayerNormAttributes> = {
  name: 'layerNorm',
  code,
  bindings: normalizationBindings,
  epilogue: true,
  constants: (call) => ({
    ...rowConstants(call.output, axesOf(call)),
    COUNT: elementCount(call.attributes.normalizedShape),
    EPS: call.attributes.eps,
  }),
  workgroups: (call) => rowWorkgroups(call.output, axesOf(call)),
};

/**
 * `torch.nn.functional.layer_norm` (Ba et al., 2016) on any rank from 2, biased variance. Weights of the normalised shape:
 * weight, bias.
 */
export const layerNorm: Operation<LayerNormAttributes> = {
  name: 'layerNorm',
  inputs: { min: 1, max: 1 },
  weights: { weight: 'optional', bias: 'optional' },
  operand: normalizedOperand,
  parseAttributes: (raw, where) => ({
    ...parseNormalization(raw, where),
    normalizedShape: integersAttribute(raw, 'normalizedShape', undefined, { min: 1 }, where),
  }),
  outputShape({ inputs, weights, attributes: { normalizedShape } }, where) {
    const input = inputs[0];
    checkRank(input, 2, largestRank, where);
    const last = input.slice(input.length - normalizedShape.length);
    const isWithin = normalizedShape.length >= 1 && normalizedShape.length < input.length;
    if (!isWithin || last.some((size, at) => size !== normalizedShape[at])) {
      throw new RangeError(
        `${where}: normalizedShape is ${formatShape(normalizedShape)}, expected the last sizes of ${formatShape(input)} without the batch`,
      );
    }
    checkOptional(weights.weight, normalizedShape, 'weight', where);
    checkOptional(weights.bias, normalizedShape, 'bias', where);
    return input;
  },
  kernels: [layerNormKernel],
};
