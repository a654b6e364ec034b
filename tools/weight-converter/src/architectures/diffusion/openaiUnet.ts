import type { Family } from '../architecture.ts';
import { LayerList } from '../layerList.ts';
import { indicesUnder, type Shapes } from '../names.ts';
import { addAttentionBlock } from './attentionBlock.ts';
import { FamilySettings } from './familySettings.ts';
import type { Feature, GroupNormSettings } from './feature.ts';
import { largestGroups } from './groups.ts';
import { openaiAttention, openaiResidual } from './openaiNames.ts';
import { addDownsample, addSkip, addUpsample } from './resample.ts';
import { addResidualBlock } from './residualBlock.ts';
import { pickRows, range } from './rows.ts';
import { geometricFrequencies } from './sinusoid.ts';
import { addTimeEmbedding } from './timeEmbedding.ts';
import { trainedSampler } from './trainedSampler.ts';
import { unetInputs } from './unetInputs.ts';
import { unusedTensor } from './unusedTensor.ts';

const names = { image: 'x', time: 'timesteps', label: 'y' };

interface UnetSettings {
  readonly norm: GroupNormSettings;
  readonly newOrder: boolean;
  /** For the notes. */
  readonly heads: string;
  headsOf(channels: number): number;
}

/** The U-Net of improved-diffusion (Nichol and Dhariwal 2021) and, without its resampling blocks, guided-diffusion. */
export const openaiUnet: Family = {
  name: 'openai-unet',
  describe(shapes, given = {}, settings = new FamilySettings()) {
    const channels = shapes.get('input_blocks.0.0.weight')?.[1];
    const isThis = channels && shapes.has('time_embed.0.weight') && shapes.has('out.2.weight');
    if (!isThis) return 'has not "input_blocks.0.0", "time_embed.0" and "out.2"';
    const outputs = shapes.get('out.2.weight')![0]!;
    if (outputs !== channels && outputs !== 2 * channels)
      return `"out.2" gives ${outputs} channels, expected ${channels}, or twice as many`;
    const downs = [...shapes.keys()].filter((name) => /^input_blocks\.\d+\.0\.op\.weight$/.test(name)).length;
    const classes = shapes.get('label_emb.weight')?.[0] ?? 0;
    const sizes = {
      channels,
      size: settings.integer('image_size', 64),
      multiple: 2 ** downs,
      isStated: settings.has('image_size'),
    };
    const { inputs, height, width, note } = unetInputs(names, given, sizes, classes);
    const read = readSettings(shapes, settings);
    if (typeof read === 'string') return read;
    const list = new LayerList();
    addUnet(list, shapes, read, { name: names.image, channels, height, width });
    const unused = unusedTensor(shapes, list.layers);
    if (unused !== undefined) return `"${unused}" belongs to no block of improved-diffusion's UNetModel`;
    const { sampler, note: sampling } = trainedSampler(
      { image: names.image, timestep: { input: names.time, scale: 1, offset: 0 }, output: 'prediction' },
      settings,
    );
    const unread = settings.unread(['family']);
    if (unread !== undefined) return `setting "${unread}" is unknown`;
    return {
      architecture: {
        inputs,
        layers: list.layers,
        outputs: [{ name: 'prediction', range: [-1, 1] }],
        sampler,
      },
      notes: [
        `openai-unet: ${note}, ${downs + 1} levels${classes > 0 ? `, ${classes} classes` : ''}${outputs > channels ? ', the learned variance left out' : ''}`,
        `openai-unet: ${read.norm.groups} groups, ${read.heads}; a JSON file with "num_heads" or "num_head_channels" (--arch) says if not so`,
        `openai-unet: ${sampling}`,
      ],
    };
  },
};

function readSettings(shapes: Shapes, settings: FamilySettings): UnetSettings | string {
  const isNorm = /(in_layers\.0|out_layers\.0|\.norm|^out\.0)\.weight$/;
  const norms = [...shapes].flatMap(([name, [size = 0]]) => (isNorm.test(name) ? [size] : []));
  const groups = settings.integer('groups', largestGroups(norms));
  if (groups === 0 || norms.some((size) => size % groups !== 0)) {
    return `groups is ${groups}, which does not divide all its norms' channels`;
  }
  const attended = [...shapes].flatMap(([name, [size = 0]]) =>
    /\.proj_out\.weight$/.test(name) ? [size] : [],
  );
  const headChannels = settings.integer('num_head_channels', 0);
  // What improved-diffusion's scripts take where nothing is said.
  const heads = settings.integer('num_heads', 4);
  const headsOf = (channels: number) => (headChannels > 0 ? channels / headChannels : heads);
  const odd = attended.find(
    (size) => !Number.isInteger(size / headsOf(size)) || !Number.isInteger(headsOf(size)),
  );
  if (odd !== undefined)
    return `${odd} channels do not divide into the heads of num_heads or num_head_channels`;
  return {
    norm: { groups, eps: 1e-5 },
    heads: headChannels > 0 ? `heads of ${headChannels} channels` : `${heads} heads`,
    newOrder: settings.boolean('use_new_attention_order', false),
    headsOf,
  };
}

function addUnet(list: LayerList, shapes: Shapes, settings: UnetSettings, image: Feature): void {
  const { norm, newOrder, headsOf } = settings;
  const waves = (shapes.get('time_embed.0.weight')?.[1] ?? 0) / 2;
  const time = addTimeEmbedding(
    list,
    shapes,
    {
      time: names.time,
      label: names.label,
      first: 'time_embed.0',
      second: 'time_embed.2',
      classes: 'label_emb.weight',
    },
    { values: geometricFrequencies(waves, 0) },
    true,
  );
  const modules = (block: string, input: Feature): Feature => {
    let feature = input;
    for (const at of indicesUnder(shapes, block)) {
      const prefix = `${block}.${at}`;
      const has = (parameter: string) => shapes.has(`${prefix}.${parameter}`);
      if (has('in_layers.0.weight')) {
        feature = addResidualBlock(list, shapes, openaiResidual(prefix), feature, time, norm);
      } else if (has('qkv.weight')) {
        const heads = headsOf(feature.channels);
        const attention = openaiAttention(shapes, prefix, heads, newOrder);
        feature = addAttentionBlock(list, attention, feature, heads, norm);
      } else if (has('op.weight')) {
        feature = addDownsample(list, shapes, `${prefix}.op`, feature, true);
      } else if (has('conv.weight')) {
        feature = addUpsample(list, shapes, `${prefix}.conv`, feature);
      } else {
        const name = list.add('conv2d', prefix, [feature.name], {
          weights: prefix,
          attributes: { padding: 1 },
        });
        feature = { ...feature, name, channels: shapes.get(`${prefix}.weight`)?.[0] ?? 0 };
      }
    }
    return feature;
  };
  let feature = image;
  const skips: Feature[] = [];
  for (const index of indicesUnder(shapes, 'input_blocks')) {
    feature = modules(`input_blocks.${index}`, feature);
    skips.push(feature);
  }
  feature = modules('middle_block', feature);
  for (const index of indicesUnder(shapes, 'output_blocks')) {
    const skip = skips.pop();
    if (skip) feature = addSkip(list, `output_blocks.${index}.skip`, feature, skip);
    feature = modules(`output_blocks.${index}`, feature);
  }
  const normed = list.add('groupNorm', 'out.0', [feature.name], {
    weights: 'out.0',
    attributes: { ...norm },
    activation: 'silu',
  });
  const rows = range(0, image.channels);
  list.add('conv2d', 'out.2', [normed], {
    weights: {
      weight: pickRows(shapes, 'out.2.weight', rows, { name: 'out.2.weight' }),
      bias: pickRows(shapes, 'out.2.bias', rows, { name: 'out.2.bias' }),
    },
    attributes: { padding: 1 },
  });
}
