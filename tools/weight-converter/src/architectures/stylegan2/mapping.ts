import { constant, scaled } from '../computedWeights.ts';
import type { LayerList } from '../layerList.ts';
import { normaliseVector } from '../pixelNorm.ts';
import { meanStyle } from './meanStyle.ts';
import type { Affine, StyleGan2 } from './parts.ts';

/** Names of the inputs that choose a style. */
export const styleInputs = {
  latent: 'z',
  second: 'z.mix',
  label: 'class',
  truncation: 'truncation',
  from: 'mix.from',
} as const;

const EPS = 1e-8;

/** Styles of all layers, [N, size, layers]: mapped from two latents, mixed by layer, truncated. Returns the tensor's name. */
export function addMapping(list: LayerList, model: StyleGan2, layers: number): string {
  const size = model.mapping.at(-1)!.outputs;
  const weights = model.mapping.map((layer) => affineWeights(layer, Math.SQRT2));
  const embedded = model.label && addEmbedding(list, model.label.embed);
  const map = (latent: string, name: string): string => {
    let value = normaliseVector(list, latent, model.latent, `${name}.norm`, EPS);
    if (embedded)
      value = list.add('concat', `${name}.labelled`, [value, embedded], { attributes: { axis: 1 } });
    weights.forEach((weight, index) => {
      value = list.add('linear', `${name}.fc${index}`, [value], {
        weights: weight,
        activation: { op: 'leakyRelu', negativeSlope: 0.2 },
      });
    });
    return list.reshape(`${name}.column`, value, size, 1);
  };
  const first = map(styleInputs.latent, 'w');
  const second = map(styleInputs.second, 'w.mix');
  const share = addMixingShare(list, layers);
  const difference = list.add('sub', 'w.difference', [second, first]);
  const shift = list.add('multiply', 'w.shift', [difference, share]);
  const mixed = list.add('add', 'w.mixed', [shift, first]);
  return addTruncation(list, model, mixed);
}

/** `mean + factor * (w - mean)`. */
function addTruncation(list: LayerList, model: StyleGan2, styles: string): string {
  const mean = meanStyle(model);
  const factor = list.reshape('truncation.column', styleInputs.truncation, 1, 1);
  const centred = list.add('sub', 'w.centred', [styles], { weights: { other: mean } });
  const shorter = list.add('multiply', 'w.shorter', [centred, factor]);
  return list.add('add', 'w.truncated', [shorter], { weights: { other: mean } });
}

/** The share of the second style in each layer, [N, 1, layers]: 1 from layer `from` on, `clamp(layer + 1 - from, 0, 1)`. */
function addMixingShare(list: LayerList, layers: number): string {
  const numbers = Float32Array.from({ length: layers }, (_, layer) => layer + 1);
  const distance = list.add('linear', 'mix.distance', [styleInputs.from], {
    weights: {
      weight: constant('mix.weight', [layers, 1], new Float32Array(layers).fill(-1)),
      bias: constant('mix.bias', [layers], numbers),
    },
  });
  const share = list.add('clamp', 'mix.share', [distance], { attributes: { min: 0, max: 1 } });
  return list.reshape('mix.row', share, 1, layers);
}

function addEmbedding(list: LayerList, embed: Affine): string {
  const value = list.add('linear', 'class.embed', [styleInputs.label], { weights: affineWeights(embed, 1) });
  return normaliseVector(list, value, embed.outputs, 'class.norm', EPS);
}

/** Weight and bias of a linear layer with its learning rates and the gain of its activation folded in. */
export function affineWeights(
  { weight, bias, outputs, inputs, weightScale, biasScale }: Affine,
  gain: number,
) {
  return {
    weight: scaled(weight, [outputs, inputs], weightScale * gain),
    bias: scaled(bias, [outputs], biasScale * gain),
  };
}
