import type { GraphInput } from '@roentgan/gan-runtime/model-file';
import type { Architecture, Family } from '../architecture.ts';
import { labelInput, latentInput } from '../familyInputs.ts';
import { LayerList } from '../layerList.ts';
import { addMapping, styleInputs } from './mapping.ts';
import { nvlabsParts } from './nvlabs.ts';
import type { StyledConvolution, StyleGan2 } from './parts.ts';
import { rosinalityParts } from './rosinality.ts';
import { addSynthesis, countStyles, type NoiseInput } from './synthesis.ts';

/**
 * StyleGAN2 (Karras et al., Analyzing and Improving the Image Quality of StyleGAN, 2020) with toRGB skips. Noise is an
 * input of each layer; truncation and style mixing act on the styles, inside the graph.
 */
export const stylegan2: Family = {
  name: 'stylegan2',
  describe(shapes) {
    const parts = rosinalityParts(shapes) ?? nvlabsParts(shapes);
    if (parts === undefined)
      return 'has neither "input.input" and "conv1.conv.modulation" nor "synthesis.b4.const"';
    if (typeof parts === 'string') return parts;
    const misfit = findMisfit(shapes, parts);
    if (misfit !== undefined) return misfit;
    const { architecture, noises } = build(parts);
    const [, height, width] = parts.constant.shape;
    const scale = 2 ** (parts.blocks.length - 1);
    const image = [parts.blocks.at(-1)!.toRgb.channels, height * scale, width * scale];
    return {
      architecture,
      notes: [
        `stylegan2: z [${parts.latent}]${parts.label ? `, ${parts.label.classes} classes` : ''} to [${image}], ${parts.mapping.length} mapping layers, ${countStyles(parts)} styles, ${noises} noise inputs`,
        parts.mean === undefined
          ? `stylegan2: truncation moves towards ${parts.label ? '0' : 'the mean of sampled styles'}, because the weights hold no mean`
          : `stylegan2: truncation moves towards "${parts.mean}"`,
      ],
    };
  },
};

function build(parts: StyleGan2): { architecture: Architecture; noises: number } {
  const list = new LayerList();
  const layers = countStyles(parts);
  const noises = addSynthesis(list, parts, addMapping(list, parts, layers));
  const architecture: Architecture = {
    inputs: inputsOf(parts, layers, noises),
    layers: list.layers,
    outputs: [{ name: 'image', range: [-1, 1] }],
    truncation: { label: styleInputs.truncation, default: 1 },
    mixing: { latent: styleInputs.latent, second: styleInputs.second, from: styleInputs.from },
  };
  return { architecture, noises: noises.length };
}

function inputsOf({ latent, label }: StyleGan2, layers: number, noises: readonly NoiseInput[]): GraphInput[] {
  const upTo = (name: string, end: number): GraphInput => ({
    kind: 'label',
    name,
    shape: ['N', 1],
    encoding: 'value',
    range: [0, end],
    default: end,
  });
  return [
    latentInput(styleInputs.latent, latent),
    latentInput(styleInputs.second, latent),
    ...(label ? [labelInput(label.classes)] : []),
    upTo(styleInputs.truncation, 1),
    upTo(styleInputs.from, layers),
    ...noises.map(({ name, height, width }) => latentInput(name, 1, height, width)),
  ];
}

/** The first tensor that is absent or not as large as the parts say. */
function findMisfit(
  shapes: ReadonlyMap<string, readonly number[]>,
  { latent, mapping, blocks, constant }: StyleGan2,
): string | undefined {
  if (mapping.length === 0 || latent < 1) return 'has no mapping network';
  let channels = constant.shape[0];
  const count = (name: string) => shapes.get(name)?.reduce((product, size) => product * size, 1);
  const check = (
    { weight, bias, inputs, kernel, noise, filter, style, ...conv }: StyledConvolution,
    expected: number,
  ) => {
    if (kernel !== expected)
      return `"${weight}" is [${shapes.get(weight) ?? ''}], expected a kernel of ${expected}`;
    if (inputs !== channels || style.outputs !== channels) {
      return `"${weight}" takes ${inputs} channels in ${style.outputs} styles, the layer before gives ${channels}`;
    }
    const sizes: [string | undefined, number][] = [
      [bias, conv.channels],
      [noise, 1],
      [filter?.tensor, 16],
    ];
    const wrong = sizes.find(([name, size]) => name !== undefined && count(name) !== size);
    return wrong && `"${wrong[0]}" is [${shapes.get(wrong[0]!) ?? 'missing'}], expected ${wrong[1]} values`;
  };
  for (const { convolutions, toRgb } of blocks) {
    for (const conv of convolutions) {
      const misfit = check(conv, 3);
      if (misfit !== undefined) return misfit;
      channels = conv.channels;
    }
    const misfit = check(toRgb, 1);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}
