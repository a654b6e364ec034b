import { affine } from './affine.ts';
import type { Affine, Filter, StyledConvolution, StyleGan2 } from './parts.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** What the mapping network's weights and biases are stored divided by (`lr_mlp`). */
const MAPPING_RATE = 0.01;
const EPS = 1e-8;

/** The names of github.com/rosinality/stylegan2-pytorch; undefined where they are not there. */
export function rosinalityParts(shapes: Shapes): StyleGan2 | undefined {
  const input = shapes.get('input.input');
  if (input?.length !== 4 || !shapes.has('conv1.conv.modulation.weight')) return undefined;
  const conv = (prefix: string): StyledConvolution => convolution(shapes, prefix, `${prefix}.activate.bias`);
  const toRgb = (prefix: string): StyledConvolution => convolution(shapes, prefix, `${prefix}.bias`);
  const blocks = [{ convolutions: [conv('conv1')], toRgb: toRgb('to_rgb1') }];
  for (let index = 0; shapes.has(`to_rgbs.${index}.conv.weight`); index++) {
    const [first, second] = [`convs.${2 * index}`, `convs.${2 * index + 1}`] as const;
    blocks.push({
      convolutions: [{ ...conv(first), filter: filter(shapes, `${first}.conv.blur.kernel`) }, conv(second)],
      toRgb: {
        ...toRgb(`to_rgbs.${index}`),
        filter: filter(shapes, `to_rgbs.${index}.upsample.kernel`),
      },
    });
  }
  const mapping: Affine[] = [];
  // style.0 is the pixel norm, which has no parameters.
  for (let index = 1; shapes.has(`style.${index}.weight`); index++) {
    mapping.push(affine(shapes, `style.${index}`, MAPPING_RATE));
  }
  const [, channels, height, width] = input as [number, number, number, number];
  return {
    latent: mapping[0]?.inputs ?? 0,
    mapping,
    ...(shapes.has('latent_avg') && { mean: 'latent_avg' }),
    constant: { tensor: 'input.input', shape: [channels, height, width] },
    blocks,
  };
}

function convolution(shapes: Shapes, prefix: string, bias: string): StyledConvolution {
  const [, channels = 0, inputs = 0, kernel = 0] = shapes.get(`${prefix}.conv.weight`) ?? [];
  const noise = `${prefix}.noise.weight`;
  return {
    name: prefix,
    weight: `${prefix}.conv.weight`,
    channels,
    inputs,
    kernel,
    weightScale: 1 / Math.sqrt(inputs * kernel * kernel),
    eps: EPS,
    style: affine(shapes, `${prefix}.conv.modulation`, 1),
    bias,
    ...(shapes.has(noise) && { noise }),
  };
}

/** Stored with its gain of 4. */
function filter(shapes: Shapes, tensor: string): Filter {
  return { tensor: shapes.has(tensor) ? tensor : undefined, scale: 1 };
}
