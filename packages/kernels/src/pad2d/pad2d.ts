import { activationLayout } from '../activationLayout.ts';
import { choiceAttribute, integersAttribute, numberAttribute } from '../attributes.ts';
import { checkRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import { formatShape } from '../tensor.ts';
import code from './pad2d.wgsl?raw';

const modes = ['zero', 'reflect', 'replicate'] as const;

export interface Pad2dAttributes {
  readonly padding: readonly number[]; // [top, left, bottom, right]
  /** `reflect` mirrors without repeating the edge, `replicate` repeats it. */
  readonly mode: (typeof modes)[number];
  /** What mode `zero` pads with. */
  readonly value: number;
}

export const pad2dKernel: Kernel<Pad2dAttributes> = {
  name: 'pad2d',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
  ],
  epilogue: false,
  constants: ({ inputs, output, attributes }) => {
    const [, channels, inputHeight, inputWidth] = inputs[0] as [number, number, number, number];
    return {
      CHANNELS: channels,
      INPUT_HEIGHT: inputHeight,
      INPUT_WIDTH: inputWidth,
      OUTPUT_HEIGHT: output[2]!,
      OUTPUT_WIDTH: output[3]!,
      PADDING_TOP: attributes.padding[0]!,
      PADDING_LEFT: attributes.padding[1]!,
      MODE: modes.indexOf(attributes.mode),
      VALUE: attributes.value,
    };
  },
  workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
};

/** `torch.nn.functional.pad` of the two spatial axes. */
export const pad2d: Operation<Pad2dAttributes> = {
  name: 'pad2d',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes: (raw, where) => ({
    padding: integersAttribute(raw, 'padding', undefined, { min: 0, max: 65535 }, where, 4),
    mode: choiceAttribute(raw, 'mode', modes, where),
    value: numberAttribute(raw, 'value', 0, where),
  }),
  outputShape({ inputs, attributes: { padding, mode } }, where) {
    const input = inputs[0];
    checkRank(input, 4, 4, where);
    const [batch, channels, height, width] = input as [number, number, number, number];
    const [top, left, bottom, right] = padding as [number, number, number, number];
    if (mode === 'reflect' && (Math.max(top, bottom) >= height || Math.max(left, right) >= width)) {
      const found = `${where}: padding is ${formatShape(padding)}`;
      throw new RangeError(`${found}, expected less than the size of ${formatShape(input)} for mode reflect`);
    }
    return [batch, channels, height + top + bottom, width + left + right];
  },
  kernels: [pad2dKernel],
};
