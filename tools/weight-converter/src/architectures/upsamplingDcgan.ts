import type { Family } from './architecture.ts';
import { embeddingWeight } from './computedWeights.ts';
import { labelInput, latentInput } from './familyInputs.ts';
import { LayerList } from './layerList.ts';

/** What github.com/eriklindernoren/PyTorch-GAN gives the norms behind convolutions, as eps by mistake for a momentum. */
const NORM_EPS = 0.8;
const leaky = { op: 'leakyRelu', negativeSlope: 0.2 };

/**
 * DCGAN of upsampling and convolutions, and AC-GAN (Odena et al., 2017), whose class embedding is multiplied into the noise,
 * by the names of PyTorch-GAN: `l1`, `conv_blocks` or `conv_model`, `label_emb`.
 */
export const upsamplingDcgan: Family = {
  name: 'upsampling-dcgan',
  describe(shapes) {
    const blocks = ['conv_blocks', 'conv_model'].find((name) => shapes.has(`${name}.0.running_mean`));
    const stem = shapes.get('l1.0.weight');
    if (blocks === undefined || stem?.length !== 2)
      return 'has no "l1.0.weight" and norm at the start of "conv_blocks" or "conv_model"';
    const [values, latent] = stem as [number, number];
    const [channels] = shapes.get(`${blocks}.0.running_mean`) as [number];
    const side = Math.sqrt(values / channels);
    if (!Number.isInteger(side)) return `"l1.0" gives ${values} values, no square of ${channels} channels`;
    const list = new LayerList();
    const table = shapes.get('label_emb.weight');
    let value = 'z';
    if (table) {
      if (table[1] !== latent) return `"label_emb.weight" is [${table}], expected [classes,${latent}] as z`;
      const embedded = list.add('linear', 'label_emb', ['class'], {
        weights: { weight: embeddingWeight('label_emb.weight', table[0]!, latent) },
      });
      value = list.add('multiply', 'joined', [embedded, 'z']);
    }
    value = list.add('linear', 'l1.0', [value], { weights: 'l1.0' });
    value = list.reshape('l1.image', value, channels, side, side);
    value = list.add('batchNorm2d', `${blocks}.0`, [value], { weights: `${blocks}.0` });
    let size = side;
    let at = 2;
    // Upsampling, convolution, norm, activation, so that convolutions are four apart.
    for (; shapes.has(`${blocks}.${at + 1}.running_mean`); at += 4) {
      size *= 2;
      const attributes = { size: [size, size], mode: 'nearest' };
      value = list.add('upsample2d', `${blocks}.${at - 1}`, [value], { attributes });
      value = list.add('conv2d', `${blocks}.${at}`, [value], {
        weights: `${blocks}.${at}`,
        attributes: { padding: 1 },
      });
      value = list.add('batchNorm2d', `${blocks}.${at + 1}`, [value], {
        weights: `${blocks}.${at + 1}`,
        attributes: { eps: NORM_EPS },
        activation: leaky,
      });
    }
    const last = `${blocks}.${at - 1}`;
    const colours = shapes.get(`${last}.weight`)?.[0];
    if (colours === undefined) return `"${last}.weight" is missing, expected the last convolution`;
    list.add('conv2d', last, [value], { weights: last, attributes: { padding: 1 }, activation: 'tanh' });
    return {
      architecture: {
        inputs: [latentInput('z', latent), ...(table ? [labelInput(table[0]!)] : [])],
        layers: list.layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `upsampling-dcgan: z [${latent}]${table ? `, ${table[0]} classes` : ''} to [${colours},${size},${size}]`,
        `upsampling-dcgan: taken to be so, because weights do not say it: nearest upsampling by 2, leaky ReLU 0.2 behind norms of eps ${NORM_EPS}, tanh at the end`,
      ],
    };
  },
};
