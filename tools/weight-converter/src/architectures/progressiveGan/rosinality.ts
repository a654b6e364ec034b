import type { EqualConvolution, ProgressiveGan } from './parts.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** The names of github.com/rosinality/progressive-gan-pytorch. */
export function rosinalityParts(shapes: Shapes): ProgressiveGan | string | undefined {
  const stem = equalConvolution(shapes, 'progression.0.conv.0');
  const first = equalConvolution(shapes, 'progression.0.conv.3');
  if (!stem || !first) return undefined;
  const scales: EqualConvolution[][] = [[first]];
  for (;;) {
    const convolutions = ['0', '3'].flatMap(
      (at) => equalConvolution(shapes, `progression.${scales.length}.conv.${at}`) ?? [],
    );
    if (convolutions.length === 0) break;
    scales.push(convolutions);
  }
  const name = `to_rgb.${scales.length - 1}`;
  const [outputs, inputs] = shapes.get(`${name}.weight`) ?? [];
  if (outputs === undefined || inputs === undefined)
    return `"${name}.weight" is missing, expected toRGB of the last scale`;
  const [classes, size = 0] = shapes.get('label_embed.weight') ?? [];
  return {
    latent: stem.inputs - size,
    ...(classes !== undefined && { label: { tensor: 'label_embed.weight', classes, size } }),
    stem,
    side: stem.kernel,
    scales,
    toRgb: {
      name,
      weight: `${name}.weight`,
      bias: `${name}.bias`,
      outputs,
      inputs,
      kernel: 1,
      weightScale: 1,
      biasScale: 1,
    },
    normalisesFirst: true,
  };
}

function equalConvolution(shapes: Shapes, name: string): EqualConvolution | undefined {
  const weight = `${name}.conv.weight_orig`;
  const [outputs, inputs, kernel] = shapes.get(weight) ?? [];
  if (outputs === undefined || inputs === undefined || kernel === undefined) return undefined;
  return {
    name,
    weight,
    bias: `${name}.conv.bias`,
    outputs,
    inputs,
    kernel,
    weightScale: Math.sqrt(2 / (inputs * kernel * kernel)),
    biasScale: 1,
  };
}
