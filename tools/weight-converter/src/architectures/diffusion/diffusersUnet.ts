import type { Family } from '../architecture.ts';
import { LayerList } from '../layerList.ts';
import { indicesUnder, type Shapes } from '../names.ts';
import { addAttentionBlock } from './attentionBlock.ts';
import { diffusersAttention, diffusersResidual } from './diffusersNames.ts';
import { FamilySettings } from './familySettings.ts';
import type { Feature, GroupNormSettings } from './feature.ts';
import { largestGroups } from './groups.ts';
import { addDownsample, addSkip, addUpsample } from './resample.ts';
import { addResidualBlock } from './residualBlock.ts';
import { geometricFrequencies } from './sinusoid.ts';
import { addTimeEmbedding } from './timeEmbedding.ts';
import { trainedSampler } from './trainedSampler.ts';
import { unetInputs } from './unetInputs.ts';
import { unusedTensor } from './unusedTensor.ts';

const names = { image: 'sample', time: 'timestep', label: 'class_labels' };

/** Fields of a config.json that weights say too, or that change no result. */
const harmless = [
  ...['in_channels', 'out_channels', 'block_out_channels', 'layers_per_block', 'down_block_types'],
  ...['up_block_types', 'mid_block_type', 'num_class_embeds', 'class_embed_type', 'add_attention', 'dropout'],
  ...['resnet_time_scale_shift', 'num_train_timesteps', 'attn_norm_num_groups', 'family'],
];

/** diffusers' UNet2DModel: the U-Net of Ho et al. 2020 with its checkpoints' names, with or without classes. */
export const diffusersUnet: Family = {
  name: 'diffusers-unet',
  describe(shapes, given = {}, settings = new FamilySettings()) {
    const channels = shapes.get('conv_in.weight')?.[1];
    const isThis = channels && shapes.has('time_embedding.linear_1.weight') && shapes.has('conv_out.weight');
    if (!isThis) return 'has not "conv_in", "time_embedding.linear_1" and "conv_out"';
    if (shapes.get('conv_out.weight')![0] !== channels) {
      return `"conv_out" gives ${shapes.get('conv_out.weight')![0]} channels, expected ${channels} as "conv_in" takes`;
    }
    const unlike = unlikeTheUsual(settings);
    if (unlike !== undefined) return unlike;
    const levels = indicesUnder(shapes, 'down_blocks').length;
    const classes = shapes.get('class_embedding.weight')?.[0] ?? 0;
    const { inputs, height, width, note } = unetInputs(
      names,
      given,
      {
        channels,
        size: settings.integer('sample_size', 32),
        multiple: 2 ** Math.max(0, levels - 1),
        isStated: settings.has('sample_size'),
      },
      classes,
    );
    const list = new LayerList();
    const read = readSettings(shapes, settings);
    if (typeof read === 'string') return read;
    addUnet(list, shapes, read, { name: names.image, channels, height, width });
    const { sampler, note: sampling } = trainedSampler(
      { image: names.image, timestep: { input: names.time, scale: 1, offset: 0 }, output: 'prediction' },
      settings,
    );
    const unread = settings.unread(harmless);
    if (unread !== undefined) return `setting "${unread}" is unknown`;
    const unused = unusedTensor(shapes, list.layers);
    if (unused !== undefined) return `"${unused}" belongs to no block of a UNet2DModel`;
    const heads = read.headSize === undefined ? 'one head' : `heads of ${read.headSize} channels`;
    return {
      architecture: {
        inputs,
        layers: list.layers,
        outputs: [{ name: 'prediction', range: [-1, 1] }],
        sampler,
      },
      notes: [
        `diffusers-unet: ${note}, ${levels} levels${classes > 0 ? `, ${classes} classes` : ''}`,
        `diffusers-unet: ${read.norm.groups} groups with eps ${read.norm.eps}, ${heads}, ${read.cosinesFirst ? 'cosines' : 'sines'} first; a config.json (--arch) says if not so`,
        `diffusers-unet: ${sampling}`,
      ],
    };
  },
};

interface UnetSettings {
  readonly norm: GroupNormSettings;
  /** Channels of an attention head; all where undefined. */
  readonly headSize: number | undefined;
  readonly cosinesFirst: boolean;
  readonly shift: number;
  readonly leading: boolean;
}

function readSettings(shapes: Shapes, settings: FamilySettings): UnetSettings | string {
  const norms = [...shapes].flatMap(([name, [size = 0]]) => (/norm\w*\.weight$/.test(name) ? [size] : []));
  const groups = settings.integer('norm_num_groups', largestGroups(norms));
  if (groups === 0 || norms.some((size) => size % groups !== 0)) {
    return `norm_num_groups is ${groups}, which does not divide all its norms' channels`;
  }
  // UNet2DModel has 8 where a config says nothing; null is one head.
  const isNull = settings.value('attention_head_dim') === undefined && settings.states('attention_head_dim');
  const headSize = isNull ? undefined : settings.integer('attention_head_dim', 8) || 8;
  const odd = [...shapes].find(
    ([name, [size = 0]]) =>
      /attentions\.\d+\.group_norm\.weight$/.test(name) && headSize !== undefined && size % headSize !== 0,
  );
  if (odd)
    return `attention_head_dim is ${headSize}, which does not divide the ${odd[1][0]} channels of "${odd[0]}"`;
  return {
    norm: { groups, eps: settings.number('norm_eps', 1e-5) },
    headSize,
    cosinesFirst: settings.boolean('flip_sin_to_cos', true),
    shift: settings.integer('freq_shift', 0),
    leading: settings.integer('downsample_padding', 1) > 0,
  };
}

/** Settings of UNet2DModel that there is no layer for. */
function unlikeTheUsual(settings: FamilySettings): string | undefined {
  settings.choice('act_fn', ['silu', 'swish']);
  settings.choice('time_embedding_type', ['positional']);
  settings.choice('downsample_type', ['conv']);
  settings.choice('upsample_type', ['conv']);
  if (settings.boolean('center_input_sample', false)) return 'center_input_sample is true, expected false';
  const scale = settings.number('mid_block_scale_factor', 1);
  return scale === 1 ? undefined : `mid_block_scale_factor is ${scale}, expected 1`;
}

function addUnet(list: LayerList, shapes: Shapes, settings: UnetSettings, image: Feature): void {
  const { norm, headSize, leading, shift, cosinesFirst } = settings;
  const waves = (shapes.get('time_embedding.linear_1.weight')?.[1] ?? 0) / 2;
  const time = addTimeEmbedding(
    list,
    shapes,
    {
      time: names.time,
      label: names.label,
      first: 'time_embedding.linear_1',
      second: 'time_embedding.linear_2',
      classes: 'class_embedding.weight',
    },
    { values: geometricFrequencies(waves, shift) },
    cosinesFirst,
  );
  const layer = (block: string, at: number, input: Feature): Feature => {
    const residual = diffusersResidual(`${block}.resnets.${at}`);
    const made = addResidualBlock(list, shapes, residual, input, time, norm);
    const attention = `${block}.attentions.${at}`;
    if (!shapes.has(`${attention}.group_norm.weight`)) return made;
    const heads = headSize === undefined ? 1 : made.channels / headSize;
    return addAttentionBlock(list, diffusersAttention(shapes, attention), made, heads, norm);
  };
  const first = list.add('conv2d', 'conv_in', [image.name], {
    weights: 'conv_in',
    attributes: { padding: 1 },
  });
  let feature: Feature = { ...image, name: first, channels: shapes.get('conv_in.weight')![0]! };
  const skips = [feature];
  for (const level of indicesUnder(shapes, 'down_blocks')) {
    const block = `down_blocks.${level}`;
    for (const at of indicesUnder(shapes, `${block}.resnets`)) {
      feature = layer(block, at, feature);
      skips.push(feature);
    }
    const down = `${block}.downsamplers.0.conv`;
    if (!shapes.has(`${down}.weight`)) continue;
    feature = addDownsample(list, shapes, down, feature, leading);
    skips.push(feature);
  }
  for (const at of indicesUnder(shapes, 'mid_block.resnets')) feature = layer('mid_block', at, feature);
  for (const level of indicesUnder(shapes, 'up_blocks')) {
    const block = `up_blocks.${level}`;
    for (const at of indicesUnder(shapes, `${block}.resnets`)) {
      const skip = skips.pop();
      if (skip) feature = addSkip(list, `${block}.resnets.${at}.skip`, feature, skip);
      feature = layer(block, at, feature);
    }
    const up = `${block}.upsamplers.0.conv`;
    if (shapes.has(`${up}.weight`)) feature = addUpsample(list, shapes, up, feature);
  }
  const normed = list.add('groupNorm', 'conv_norm_out', [feature.name], {
    weights: 'conv_norm_out',
    attributes: { ...norm },
    activation: 'silu',
  });
  list.add('conv2d', 'conv_out', [normed], { weights: 'conv_out', attributes: { padding: 1 } });
}
