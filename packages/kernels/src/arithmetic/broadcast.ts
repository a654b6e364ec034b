import { channelGroups, sixAxes } from '../activationLayout.ts';
import { elementCount, type Shape } from '../tensor.ts';

/** A shape with ones before it, up to `rank`. */
export function alignRight(shape: Shape, rank: number): number[] {
  return [...new Array<number>(Math.max(0, rank - shape.length)).fill(1), ...shape];
}

/** Spatial sizes of the output as override constants. */
export function sizeConstants(output: Shape): Record<string, number> {
  const [, , ...sizes] = sixAxes(output);
  return Object.fromEntries(sizes.map((size, at) => [`SIZE_${at + 2}`, size]));
}

/** Strides of one operand in vec4, 0 along what is broadcast. A constant is broadcast along the batch. */
export function operandConstants(
  prefix: 'CONDITION' | 'INPUT' | 'OTHER',
  operand: Shape,
  output: Shape,
  constant: boolean,
): Record<string, number> {
  const [, channels, ...sizes] = sixAxes(alignRight(operand, output.length));
  const groups = channelGroups(channels);
  const constants: Record<string, number> = {
    [`${prefix}_STRIDE_0`]: constant ? 0 : elementCount(sizes) * groups,
    [`${prefix}_SPLAT`]: channels === 1 && (output[1] ?? 1) > 1 ? 1 : 0,
  };
  sizes.forEach((size, at) => {
    constants[`${prefix}_STRIDE_${at + 2}`] = size === 1 ? 0 : elementCount(sizes.slice(at + 1)) * groups;
  });
  return constants;
}
