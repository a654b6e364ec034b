import type { EqualConvolution, ProgressiveGan } from './parts.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** The names of github.com/facebookresearch/pytorch_GAN_zoo (torch.hub's PGAN), with or without `module`. */
export function ganZooParts(shapes: Shapes): ProgressiveGan | string | undefined {
  const stem = equalLayer(shapes, 'formatLayer');
  const first = equalLayer(shapes, 'groupScale0.0');
  if (!stem || !first) return undefined;
  const scales: EqualConvolution[][] = [[first]];
  for (;;) {
    const convolutions = ['0', '1'].flatMap(
      (at) => equalLayer(shapes, `scaleLayers.${scales.length - 1}.${at}`) ?? [],
    );
    if (convolutions.length === 0) break;
    scales.push(convolutions);
  }
  const last = `toRGBLayers.${scales.length - 1}`;
  const toRgb = equalLayer(shapes, last);
  if (!toRgb) return `"${last}" is missing, expected toRGB of the last scale`;
  const side = Math.sqrt(stem.outputs / first.inputs);
  if (!Number.isInteger(side))
    return `"formatLayer" gives ${stem.outputs} values, no square of ${first.inputs} channels`;
  return { latent: stem.inputs, stem, side, scales, toRgb, normalisesFirst: false };
}

/** He's constant is applied to the layer's result, so to its bias too. */
function equalLayer(shapes: Shapes, name: string): EqualConvolution | undefined {
  const prefix = shapes.has(`${name}.module.weight`) ? `${name}.module` : name;
  const [outputs, inputs, kernel = 1] = shapes.get(`${prefix}.weight`) ?? [];
  if (outputs === undefined || inputs === undefined) return undefined;
  const scale = Math.sqrt(2 / (inputs * kernel * kernel));
  return {
    name,
    weight: `${prefix}.weight`,
    bias: `${prefix}.bias`,
    outputs,
    inputs,
    kernel,
    weightScale: scale,
    biasScale: scale,
  };
}
