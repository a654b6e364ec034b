import type { Family } from '../architecture.ts';
import { addConditionalNorm } from '../conditionalNorm.ts';
import { labelInput, latentInput } from '../familyInputs.ts';
import { LayerList } from '../layerList.ts';
import { christiancosgroveParts } from './christiancosgrove.ts';
import { mimicryParts } from './mimicry.ts';
import type { Norm, ResidualBlock, ResnetGan } from './parts.ts';
import { addSelfAttention } from './selfAttention.ts';

/**
 * ResNet generators of WGAN-GP (Gulrajani et al., 2017), SNGAN (Miyato et al., 2018) and cGANs with projection discriminator
 * (Miyato and Koyama, 2018), whose norms depend on the class, and SAGAN's (Zhang et al., 2019). Every block doubles the size.
 */
export const resnetGan: Family = {
  name: 'resnet-gan',
  describe(shapes) {
    const parts = mimicryParts(shapes) ?? christiancosgroveParts(shapes);
    if (parts === undefined)
      return 'has neither "l1" and "block2.c1" (mimicry) nor "dense" and "model.0.model.3"';
    if (typeof parts === 'string') return parts;
    const { latent, classes, stem, channels, side, blocks, attention, norm, last, colours, mode } = parts;
    const list = new LayerList();
    let value = list.add('linear', stem, ['z'], { weights: stem });
    value = list.reshape(`${stem}.image`, value, channels, side, side);
    let size = side;
    for (const [index, block] of blocks.entries()) {
      size *= 2;
      value = addBlock(list, parts, block, value, size);
      if (attention?.block === index) value = addSelfAttention(list, attention, value, size);
    }
    value = list.add('batchNorm2d', norm, [value], { weights: norm, activation: 'relu' });
    list.add('conv2d', last, [value], { weights: last, attributes: { padding: 1 }, activation: 'tanh' });
    return {
      architecture: {
        inputs: [latentInput('z', latent), ...(classes === undefined ? [] : [labelInput(classes)])],
        layers: list.layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `resnet-gan: z [${latent}]${classes === undefined ? '' : `, ${classes} classes`} to [${colours},${size},${size}], ${blocks.length} blocks${attention ? `, self-attention behind ${blocks[attention.block]!.name}` : ''}`,
        `resnet-gan: taken to be so, because weights do not say it: every block doubles the size (${mode}), ReLU between layers, tanh at the end`,
      ],
    };
  },
};

function addBlock(
  list: LayerList,
  { mode, classes }: ResnetGan,
  { name, norms, convolutions, shortcut }: ResidualBlock,
  input: string,
  size: number,
): string {
  const attributes = { size: [size, size], mode };
  const activated = (norm: Norm, value: string): string =>
    norm.table !== undefined && classes !== undefined
      ? addConditionalNorm(
          list,
          { name: norm.prefix, statistics: norm.prefix, table: norm.table, classes, channels: norm.channels },
          value,
          'class',
          'relu',
        )
      : list.add('batchNorm2d', norm.prefix, [value], { weights: norm.prefix, activation: 'relu' });
  let bypass = list.add('upsample2d', `${name}.shortcut`, [input], { attributes });
  if (shortcut !== undefined) bypass = list.add('conv2d', shortcut, [bypass], { weights: shortcut });
  let value = list.add('upsample2d', `${name}.upsampled`, [activated(norms[0], input)], { attributes });
  value = list.add('conv2d', convolutions[0], [value], {
    weights: convolutions[0],
    attributes: { padding: 1 },
  });
  value = list.add('conv2d', convolutions[1], [activated(norms[1], value)], {
    weights: convolutions[1],
    attributes: { padding: 1 },
  });
  return list.add('add', name, [value, bypass]);
}
