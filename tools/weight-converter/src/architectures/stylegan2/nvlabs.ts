import { affine } from './affine.ts';
import type { Affine, Filter, StyledConvolution, StyleGan2 } from './parts.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** What the mapping network's weights and biases are stored divided by (`lr_multiplier`). */
const MAPPING_RATE = 0.01;
const EPS = 1e-8;

/** The names of github.com/NVlabs/stylegan2-ada-pytorch; undefined where they are not there, a text where they are of another kind. */
export function nvlabsParts(shapes: Shapes): StyleGan2 | string | undefined {
  const sizes = [...shapes.keys()]
    .flatMap((name) => /^synthesis\.b(\d+)\.conv1\.weight$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const constant = shapes.get(`synthesis.b${sizes[0]}.const`);
  if (constant?.length !== 3) return undefined;
  const blocks = sizes.map((size, index) => {
    const prefix = `synthesis.b${size}`;
    const names = index === 0 ? ['conv1'] : ['conv0', 'conv1'];
    const filtered = index === 0 ? {} : { filter: filter(shapes, `${prefix}.resample_filter`) };
    const convolutions = names.map((name, at) => ({
      ...convolution(shapes, `${prefix}.${name}`),
      ...(at === 0 ? filtered : {}),
    }));
    return { convolutions, toRgb: { ...convolution(shapes, `${prefix}.torgb`), ...filtered } };
  });
  const resnet = sizes.find((size) => shapes.has(`synthesis.b${size}.skip.weight`));
  if (resnet !== undefined)
    return `"synthesis.b${resnet}.skip.weight" is of a residual architecture, expected toRGB skips`;
  const bare = sizes.find((size) => !shapes.has(`synthesis.b${size}.torgb.weight`));
  if (bare !== undefined) return `"synthesis.b${bare}.torgb.weight" is missing, expected toRGB skips`;
  const mapping: Affine[] = [];
  for (let index = 0; shapes.has(`mapping.fc${index}.weight`); index++) {
    mapping.push(affine(shapes, `mapping.fc${index}`, MAPPING_RATE));
  }
  const embed = shapes.has('mapping.embed.weight') ? affine(shapes, 'mapping.embed', 1) : undefined;
  return {
    latent: (mapping[0]?.inputs ?? 0) - (embed?.outputs ?? 0),
    ...(embed && { label: { classes: embed.inputs, embed } }),
    mapping,
    ...(shapes.has('mapping.w_avg') && { mean: 'mapping.w_avg' }),
    constant: {
      tensor: `synthesis.b${sizes[0]}.const`,
      shape: constant as readonly [number, number, number],
    },
    blocks,
  };
}

/** Stored unscaled. The scale that is put on here keeps activations small and cancels in the demodulation, but for eps. */
function convolution(shapes: Shapes, prefix: string): StyledConvolution {
  const [channels = 0, inputs = 0, kernel = 0] = shapes.get(`${prefix}.weight`) ?? [];
  const noise = `${prefix}.noise_strength`;
  const weightScale = 1 / Math.sqrt(inputs * kernel * kernel);
  return {
    name: prefix.replace(/^synthesis\./, ''),
    weight: `${prefix}.weight`,
    channels,
    inputs,
    kernel,
    weightScale,
    eps: EPS * weightScale ** 2,
    style: affine(shapes, `${prefix}.affine`, 1),
    bias: `${prefix}.bias`,
    ...(shapes.has(noise) && { noise }),
  };
}

/** Stored with a sum of 1. */
function filter(shapes: Shapes, tensor: string): Filter {
  return { tensor: shapes.has(tensor) ? tensor : undefined, scale: 4 };
}
