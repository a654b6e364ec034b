import type { Family } from '../architecture.ts';
import { embeddingWeight, scaled } from '../computedWeights.ts';
import { labelInput, latentInput } from '../familyInputs.ts';
import { LayerList } from '../layerList.ts';
import { normalisePixels, normaliseVector } from '../pixelNorm.ts';
import { ganZooParts } from './ganZoo.ts';
import type { EqualConvolution, ProgressiveGan } from './parts.ts';
import { rosinalityParts } from './rosinality.ts';

const EPS = 1e-8;
const leaky = { op: 'leakyRelu', negativeSlope: 0.2 };

/**
 * Progressive GAN (Karras et al., Progressive Growing of GANs for Improved Quality, Stability, and Variation, 2018) at its
 * last resolution, grown completely: toRGB of the last scale alone.
 */
export const progressiveGan: Family = {
  name: 'progressive-gan',
  describe(shapes) {
    const parts = ganZooParts(shapes) ?? rosinalityParts(shapes);
    if (parts === undefined)
      return 'has neither "formatLayer" and "toRGBLayers" nor "progression.0.conv.0.conv.weight_orig"';
    if (typeof parts === 'string') return parts;
    const { scales, toRgb, latent, label, normalisesFirst, side } = parts;
    const list = new LayerList();
    let value = addStem(list, parts);
    let size = side;
    scales.forEach((convolutions, scale) => {
      if (scale > 0) {
        size *= 2;
        value = list.add('upsample2d', `upsample.${size}`, [value], {
          attributes: { size: [size, size], mode: 'nearest' },
        });
      }
      for (const conv of convolutions) value = addConvolution(list, conv, value, normalisesFirst);
    });
    list.add('conv2d', toRgb.name, [value], { weights: weightsOf(toRgb) });
    return {
      architecture: {
        inputs: [latentInput('z', latent), ...(label ? [labelInput(label.classes)] : [])],
        layers: list.layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `progressive-gan: z [${latent}]${label ? `, ${label.classes} classes` : ''} to [${toRgb.outputs},${size},${size}], ${scales.length} scales`,
        `progressive-gan: taken to be so, because weights do not say it: grown completely, leaky ReLU 0.2 ${normalisesFirst ? 'behind' : 'before'} the pixel norm, nothing after toRGB`,
      ],
    };
  },
};

/** From the latent to the first scale: normalised, joined with the label, made an image by a linear layer or a convolution. */
function addStem(list: LayerList, { latent, label, stem, side, normalisesFirst }: ProgressiveGan): string {
  let value = normaliseVector(list, 'z', latent, 'z.norm', EPS);
  if (label) {
    const embedded = list.add('linear', 'class.embedded', ['class'], {
      weights: { weight: embeddingWeight(label.tensor, label.classes, label.size) },
    });
    value = list.add('concat', 'z.labelled', [value, embedded], { attributes: { axis: 1 } });
  }
  if (stem.kernel === 1) {
    const channels = stem.outputs / (side * side);
    value = list.add('linear', stem.name, [value], { weights: linearWeights(stem), activation: leaky });
    value = list.reshape(`${stem.name}.image`, value, channels, side, side);
    return normalisePixels(list, value, channels, `${stem.name}.norm`, EPS);
  }
  value = list.reshape('z.image', value, stem.inputs, 1, 1);
  return addConvolution(list, stem, value, normalisesFirst, stem.kernel - 1);
}

function addConvolution(
  list: LayerList,
  conv: EqualConvolution,
  input: string,
  normalisesFirst: boolean,
  padding = (conv.kernel - 1) / 2,
): string {
  const { name, outputs } = conv;
  if (!normalisesFirst) {
    const value = list.add('conv2d', name, [input], {
      weights: weightsOf(conv),
      attributes: { padding },
      activation: leaky,
    });
    return normalisePixels(list, value, outputs, `${name}.norm`, EPS);
  }
  const value = list.add('conv2d', name, [input], { weights: weightsOf(conv), attributes: { padding } });
  const norm = normalisePixels(list, value, outputs, `${name}.norm`, EPS);
  return list.add('leakyRelu', `${name}.activated`, [norm], { attributes: { negativeSlope: 0.2 } });
}

function weightsOf({ weight, bias, outputs, inputs, kernel, weightScale, biasScale }: EqualConvolution) {
  return {
    weight: scaled(weight, [outputs, inputs, kernel, kernel], weightScale),
    bias: scaled(bias, [outputs], biasScale),
  };
}

function linearWeights({ weight, bias, outputs, inputs, weightScale, biasScale }: EqualConvolution) {
  return {
    weight: scaled(weight, [outputs, inputs], weightScale),
    bias: scaled(bias, [outputs], biasScale),
  };
}
