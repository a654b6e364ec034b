import { scaled } from '../computedWeights.ts';
import type { LayerList } from '../layerList.ts';
import { addDemodulation } from './demodulation.ts';
import { affineWeights } from './mapping.ts';
import type { StyledConvolution, StyleGan2 } from './parts.ts';
import { depthwise, transposed } from './upsampling.ts';

/** A noise input: one value for each position, shared by the channels. */
export interface NoiseInput {
  readonly name: string;
  readonly height: number;
  readonly width: number;
}

/** How many styles the layers of a model take: toRGB takes that of the convolution which comes next. */
export function countStyles({ blocks }: StyleGan2): number {
  return 2 * blocks.length;
}

/**
 * The synthesis network (Karras et al., Analyzing and Improving the Image Quality of StyleGAN, 2020, sections 2 and 4).
 * `styles` is [N, size, layers]. The last layer is the image. Returns the noise inputs that the layers read.
 */
export function addSynthesis(list: LayerList, model: StyleGan2, styles: string): NoiseInput[] {
  const size = model.mapping.at(-1)!.outputs;
  const [channels, height, width] = model.constant.shape;
  const noises: NoiseInput[] = [];
  const taken = new Map<number, string>();
  const styleOf = (layer: number): string => {
    const known = taken.get(layer);
    if (known !== undefined) return known;
    const column = list.add('slice', `w.column.${layer}`, [styles], {
      attributes: { starts: [layer], ends: [layer + 1], axes: [2], steps: [1] },
    });
    const name = list.reshape(`w.${layer}`, column, size);
    taken.set(layer, name);
    return name;
  };
  let layer = 0;
  let value: string | undefined;
  let image: string | undefined;
  model.blocks.forEach(({ convolutions, toRgb }, block) => {
    const scale = 2 ** block;
    for (const conv of convolutions) {
      const noise = conv.noise && {
        name: `noise.${noises.length}`,
        height: height * scale,
        width: width * scale,
      };
      if (noise) noises.push(noise);
      const style = addStyle(list, conv, styleOf(layer++));
      const modulated =
        value === undefined
          ? list.add('multiply', `${conv.name}.modulated`, [style.column], {
              weights: { other: scaled(model.constant.tensor, [channels, height, width], 1) },
            })
          : list.add('multiply', `${conv.name}.modulated`, [value, style.column]);
      value = addConvolution(list, conv, modulated, style.row, noise ? noise.name : undefined);
    }
    image = addToRgb(list, toRgb, value!, styleOf(layer), image);
  });
  return noises;
}

function addStyle(list: LayerList, { name, style, inputs }: StyledConvolution, w: string) {
  const row = list.add('linear', `${name}.style`, [w], { weights: affineWeights(style, 1) });
  return { row, column: list.reshape(`${name}.style.column`, row, inputs, 1, 1) };
}

/** Convolution, blur where it upsamples, demodulation, noise, bias and leaky ReLU, whose gain of sqrt(2) is folded in. */
function addConvolution(
  list: LayerList,
  conv: StyledConvolution,
  modulated: string,
  style: string,
  noise: string | undefined,
): string {
  const { name, channels, inputs, kernel, weight, weightScale, filter } = conv;
  const shape = [channels, inputs, kernel, kernel];
  let value = filter
    ? list.add('convTranspose2d', `${name}.conv`, [modulated], {
        weights: { weight: transposed(weight, shape, weightScale) },
        attributes: { stride: 2 },
      })
    : list.add('conv2d', `${name}.conv`, [modulated], {
        weights: { weight: scaled(weight, shape, weightScale) },
        attributes: { padding: (kernel - 1) / 2 },
      });
  if (filter) {
    value = list.add('conv2d', `${name}.blur`, [value], {
      weights: { weight: depthwise(`${name}.blur.weight`, filter, channels, true) },
      attributes: { padding: 1, groups: channels },
    });
  }
  value = list.add('multiply', `${name}.demodulated`, [value, addDemodulation(list, conv, style)]);
  if (noise !== undefined) {
    const strength = scaled(conv.noise!, [1], Math.SQRT2);
    const scaledNoise = list.add('multiply', `${name}.noise`, [noise], { weights: { other: strength } });
    value = list.add('add', `${name}.noisy`, [value, scaledNoise]);
  }
  return list.add('add', name, [value], {
    weights: { other: scaled(conv.bias, [channels, 1, 1], Math.SQRT2) },
    activation: { op: 'leakyRelu', negativeSlope: 0.2 },
  });
}

/** A modulated 1x1 convolution, added to the image of the blocks before it, upsampled. */
function addToRgb(
  list: LayerList,
  conv: StyledConvolution,
  value: string,
  w: string,
  before: string | undefined,
): string {
  const { name, channels, inputs, kernel, weight, weightScale, filter } = conv;
  const upsampled =
    before &&
    list.add('convTranspose2d', `${name}.upsampled`, [before], {
      weights: {
        weight: depthwise(
          `${name}.upsampled.weight`,
          filter ?? { tensor: undefined, scale: 1 },
          channels,
          false,
        ),
      },
      attributes: { stride: 2, padding: 1, groups: channels },
    });
  const modulated = list.add('multiply', `${name}.modulated`, [value, addStyle(list, conv, w).column]);
  const own = list.add('conv2d', upsampled ? `${name}.conv` : name, [modulated], {
    weights: {
      weight: scaled(weight, [channels, inputs, kernel, kernel], weightScale),
      bias: scaled(conv.bias, [channels], 1),
    },
  });
  return upsampled ? list.add('add', name, [own, upsampled]) : own;
}
