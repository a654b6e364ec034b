import { activationLayout, channelGroups } from '../activationLayout.ts';
import { booleanAttribute, choiceAttribute, integersAttribute } from '../attributes.ts';
import { checkRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import { formatShape } from '../tensor.ts';
import { foldUpsample } from './foldUpsample.ts';
import code from './upsample2d.wgsl?raw';

export interface Upsample2dAttributes {
  /** Output size, [height, width]; it may be smaller than the input's. */
  readonly size: readonly number[];
  readonly mode: 'nearest' | 'bilinear';
  /** Bilinear only: corner samples keep their place; otherwise pixels are squares that keep theirs. */
  readonly alignCorners: boolean;
}

/** The source of output index i is (i * multiplier + shift) / divisor, in samples of the input. */
function sourceOf({ mode, alignCorners }: Upsample2dAttributes, input: number, output: number) {
  if (mode === 'nearest') return { multiplier: input, shift: 0, divisor: output };
  if (alignCorners)
    return { multiplier: output > 1 ? input - 1 : 0, shift: 0, divisor: Math.max(output - 1, 1) };
  return { multiplier: 2 * input, shift: input - output, divisor: 2 * output };
}

export const upsample2dKernel: Kernel<Upsample2dAttributes> = {
  name: 'upsample2d',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
  ],
  epilogue: false,
  constants: ({ inputs, output, attributes }) => {
    const [, channels, inputHeight, inputWidth] = inputs[0] as [number, number, number, number];
    const [, , outputHeight, outputWidth] = output as [number, number, number, number];
    const vertical = sourceOf(attributes, inputHeight, outputHeight);
    const horizontal = sourceOf(attributes, inputWidth, outputWidth);
    return {
      GROUPS: channelGroups(channels),
      INPUT_HEIGHT: inputHeight,
      INPUT_WIDTH: inputWidth,
      OUTPUT_HEIGHT: outputHeight,
      OUTPUT_WIDTH: outputWidth,
      INTERPOLATE: attributes.mode === 'bilinear' ? 1 : 0,
      MULTIPLIER_Y: vertical.multiplier,
      MULTIPLIER_X: horizontal.multiplier,
      SHIFT_Y: vertical.shift,
      SHIFT_X: horizontal.shift,
      DIVISOR_Y: vertical.divisor,
      DIVISOR_X: horizontal.divisor,
    };
  },
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

/**
 * `torch.nn.functional.interpolate` to a size, its scale being the exact ratio of sizes. Nearest takes
 * floor(i * in / out). Bilinear does not antialias.
 */
export const upsample2d: Operation<Upsample2dAttributes> = {
  name: 'upsample2d',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes: (raw, where) => ({
    size: integersAttribute(raw, 'size', undefined, { min: 1, max: 65535 }, where, 2),
    mode: choiceAttribute(raw, 'mode', ['nearest', 'bilinear'], where),
    alignCorners: booleanAttribute(raw, 'alignCorners', false, where),
  }),
  outputShape({ inputs, attributes: { size } }, where) {
    const input = inputs[0];
    checkRank(input, 4, 4, where);
    if (size.some((length, at) => 2 * (length + 1) * input[2 + at]! >= 2 ** 31)) {
      throw new RangeError(
        `${where}: size is ${formatShape(size)}, expected less from ${formatShape(input)}`,
      );
    }
    return [input[0]!, input[1]!, size[0]!, size[1]!];
  },
  foldIntoConvolution: foldUpsample,
  kernels: [upsample2dKernel],
};
