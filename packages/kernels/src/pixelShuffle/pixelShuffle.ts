import { activationLayout } from '../activationLayout.ts';
import { choiceAttribute, integerAttribute } from '../attributes.ts';
import { checkRank, checkSize } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { formatShape, type Shape } from '../tensor.ts';
import code from './pixelShuffle.wgsl?raw';

/** How the many channels are counted: `CRD` (PyTorch) channel by channel, `DCR` (TensorFlow, ONNX) pixel by pixel. */
type BlockOrder = 'CRD' | 'DCR';

export interface PixelShuffleAttributes {
  readonly upscaleFactor: number;
  readonly order: BlockOrder;
}

export interface PixelUnshuffleAttributes {
  readonly downscaleFactor: number;
  readonly order: BlockOrder;
}

const bindings: Kernel['bindings'] = [
  { name: 'output', access: 'read_write' },
  { name: 'input', access: 'read' },
];

/** `few` is the number of channels on the side that has fewer. */
function constantsOf({ inputs, output }: Omit<Call, 'attributes'>, block: number, order: BlockOrder) {
  const few = Math.min(inputs[0]![1]!, output[1]!);
  return {
    BLOCK: block,
    CHANNEL_STRIDE: order === 'CRD' ? block * block : 1,
    PIXEL_STRIDE: order === 'CRD' ? 1 : few,
    INPUT_CHANNELS: inputs[0]![1]!,
    OUTPUT_CHANNELS: output[1]!,
    OUTPUT_HEIGHT: output[2]!,
    OUTPUT_WIDTH: output[3]!,
  };
}

const workgroups = ({ output }: Pick<Call, 'output'>) => flatWorkgroups(activationLayout(output).vectors);

const factor = { min: 1, max: 1024 };

function image(input: Shape | undefined, where: string): [number, number, number, number] {
  checkRank(input, 4, 4, where);
  return input as Shape as [number, number, number, number];
}

export const pixelShuffleKernel: Kernel<PixelShuffleAttributes> = {
  name: 'pixelShuffle',
  code,
  bindings,
  epilogue: false,
  constants: (call) => {
    const { upscaleFactor, order } = call.attributes;
    return { UNSHUFFLE: 0, ...constantsOf(call, upscaleFactor, order) };
  },
  workgroups,
};

/** `torch.nn.functional.pixel_shuffle` by r (Shi et al., 2016): [N, C r r, H, W] becomes [N, C, H r, W r]. */
export const pixelShuffle: Operation<PixelShuffleAttributes> = {
  name: 'pixelShuffle',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes: (raw, where) => ({
    upscaleFactor: integerAttribute(raw, 'upscaleFactor', undefined, factor, where),
    order: choiceAttribute(raw, 'order', ['CRD', 'DCR'], where),
  }),
  outputShape({ inputs, attributes: { upscaleFactor } }, where) {
    const [batch, channels, height, width] = image(inputs[0], where);
    const fewer = channels / upscaleFactor ** 2;
    if (!Number.isInteger(fewer)) {
      const expected = `a multiple of ${upscaleFactor ** 2} channels`;
      throw new RangeError(`${where}: input is ${formatShape(inputs[0]!)}, expected ${expected}`);
    }
    return [batch, fewer, height * upscaleFactor, width * upscaleFactor];
  },
  kernels: [pixelShuffleKernel],
};

export const pixelUnshuffleKernel: Kernel<PixelUnshuffleAttributes> = {
  name: 'pixelUnshuffle',
  code,
  bindings,
  epilogue: false,
  constants: (call) => {
    const { downscaleFactor, order } = call.attributes;
    return { UNSHUFFLE: 1, ...constantsOf(call, downscaleFactor, order) };
  },
  workgroups,
};

/** `torch.nn.functional.pixel_unshuffle` by r: [N, C, H r, W r] becomes [N, C r r, H, W]. */
export const pixelUnshuffle: Operation<PixelUnshuffleAttributes> = {
  name: 'pixelUnshuffle',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes: (raw, where) => ({
    downscaleFactor: integerAttribute(raw, 'downscaleFactor', undefined, factor, where),
    order: choiceAttribute(raw, 'order', ['CRD', 'DCR'], where),
  }),
  outputShape({ inputs, attributes: { downscaleFactor } }, where) {
    const [batch, channels, height, width] = image(inputs[0], where);
    if (height % downscaleFactor !== 0 || width % downscaleFactor !== 0) {
      const expected = `height and width that ${downscaleFactor} divides`;
      throw new RangeError(`${where}: input is ${formatShape(inputs[0]!)}, expected ${expected}`);
    }
    const more = checkSize(channels * downscaleFactor ** 2, 'number of channels', where);
    return [batch, more, height / downscaleFactor, width / downscaleFactor];
  },
  kernels: [pixelUnshuffleKernel],
};
