import { numberAttribute } from './attributes.ts';
import { checkOptional, checkRank, largestRank } from './checkShape.ts';
import type { Call, Kernel } from './kernel.ts';
import type { Shape } from './tensor.ts';

/** What all normalisations have. */
export interface NormalizationAttributes {
  /** Added to the variance. */
  readonly eps: number;
}

/** Checks `eps` of an untrusted graph; 1e-5 where absent. */
export function parseNormalization(
  raw: Readonly<Record<string, unknown>>,
  where: string,
): NormalizationAttributes {
  return { eps: numberAttribute(raw, 'eps', 1e-5, where, 0) };
}

/** Checks the input and its per-channel weight and bias; the output has the input's shape. */
export function checkNormalization(
  { inputs, weights }: Omit<Call, 'output'>,
  smallestRank: number,
  where: string,
): Shape {
  const input = inputs[0];
  checkRank(input, smallestRank, largestRank, where);
  checkOptional(weights.weight, [input[1]!], 'weight', where);
  checkOptional(weights.bias, [input[1]!], 'bias', where);
  return input;
}

/** Bindings of every normalisation; `scaleShift` is what `channelOperand` makes, or `normalizedOperand`. */
export const normalizationBindings: Kernel['bindings'] = [
  { name: 'output', access: 'read_write' },
  { name: 'input', access: 'read' },
  { name: 'scaleShift', access: 'read' },
];
