import type { Family } from '../architecture.ts';
import { imageInput } from '../imageInput.ts';
import { join, type Shapes } from '../names.ts';
import { SdVaeLayers, type Size } from './sdVaeLayers.ts';
import { findHalf, type HalfNames } from './sdVaeNames.ts';

const assumed =
  'taken to be so, because weights do not say it: SiLU, eps 1e-6 of group norms, one head of attention';

/** The decoder of Stable Diffusion's AutoencoderKL (Rombach et al., 2022; Esser et al., 2021): latent maps to images. */
export const sdVaeDecoder: Family = {
  name: 'sd-vae-decoder',
  describe(shapes, inputShapes = {}) {
    const root = rootOf(shapes, 'decoder');
    const half = findHalf(shapes, root, 'decoder');
    if (typeof half === 'string') return half;
    const after = join(root, 'post_quant_conv');
    const hasAfter = shapes.has(`${after}.weight`);
    const channels = shapes.get(`${hasAfter ? after : half.convIn}.weight`)![1]!;
    const latent = imageInput('z', inputShapes, { channels, size: 64 });
    const { layers, groups, scale } = decoderLayers(shapes, half, hasAfter ? after : undefined, [
      latent.height,
      latent.width,
    ]);
    return {
      architecture: {
        inputs: [{ kind: 'latent', name: 'z', shape: latent.input.shape, distribution: 'normal' }],
        layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `sd-vae-decoder: image ${scale} times the latent's size, ${groups} groups in group norms; ${latent.note}`,
        `sd-vae-decoder: z is the latent itself: divide what a diffusion model makes by its scaling factor (Stable Diffusion: 0.18215) first`,
        `sd-vae-decoder: ${assumed}`,
      ],
    };
  },
};

/** The encoder of the same, which gives mean and log-variance of the latent. */
export const sdVaeEncoder: Family = {
  name: 'sd-vae-encoder',
  describe(shapes, inputShapes = {}) {
    const root = rootOf(shapes, 'encoder');
    const half = findHalf(shapes, root, 'encoder');
    if (typeof half === 'string') return half;
    const scale = 2 ** half.stages.filter(({ resample }) => resample !== undefined).length;
    const channels = shapes.get(`${half.convIn}.weight`)![1]!;
    const image = imageInput('image', inputShapes, { channels, size: 256, multiple: scale });
    const builder = new SdVaeLayers(shapes, half);
    builder.convolution(half.convIn);
    let size: Size = [image.height, image.width];
    for (const { blocks, resample } of half.stages) {
      for (const { residual, attention } of blocks) {
        builder.residual(residual);
        if (attention) builder.attention(attention, size);
      }
      if (resample === undefined) continue;
      // One row and one column of zeros behind the image, none before it.
      const attributes = { stride: 2, padding: [0, 0, 1, 1] };
      builder.layers.push({ op: 'conv2d', name: resample, weights: resample, attributes });
      size = [size[0] / 2, size[1] / 2];
    }
    builder.middle(half.middle, size);
    builder.norm(half.normOut, 'silu');
    builder.convolution(half.convOut);
    const before = join(root, 'quant_conv');
    if (shapes.has(`${before}.weight`)) builder.convolution(before);
    const moments = builder.layers.at(-1)!.name!;
    const width = shapes.get(`${moments}.weight`)![0]! / 2;
    const part = (from: number) => ({ axes: [1], starts: [from], ends: [from + width], steps: [1] });
    builder.layers.push(
      { op: 'slice', name: 'mu', inputs: [moments], attributes: part(0) },
      {
        op: 'slice',
        name: 'logvar',
        inputs: [moments],
        attributes: part(width),
        activation: { op: 'clamp', min: -30, max: 20 },
      },
    );
    return {
      architecture: {
        inputs: [image.input],
        layers: builder.layers,
        outputs: [
          { name: 'mu', layer: 'mu' },
          { name: 'logvar', layer: 'logvar' },
        ],
      },
      notes: [
        `sd-vae-encoder: mu and logvar [${width},${size}], ${builder.groups} groups in group norms; ${image.note}`,
        `sd-vae-encoder: ${assumed}`,
      ],
    };
  },
};

/** `first_stage_model` in a whole Stable Diffusion checkpoint; empty where the autoencoder is alone. */
function rootOf(shapes: Shapes, half: string): string {
  const first = [...shapes.keys()].find((name) => name.endsWith(`${half}.conv_in.weight`)) ?? '';
  return first.slice(0, Math.max(0, first.length - `.${half}.conv_in.weight`.length));
}

function decoderLayers(shapes: Shapes, half: HalfNames, after: string | undefined, latent: Size) {
  const builder = new SdVaeLayers(shapes, half);
  if (after !== undefined) builder.convolution(after);
  builder.convolution(half.convIn);
  builder.middle(half.middle, latent);
  let scale = 1;
  for (const { blocks, resample } of half.stages) {
    const size: Size = [latent[0] * scale, latent[1] * scale];
    for (const { residual, attention } of blocks) {
      builder.residual(residual);
      if (attention) builder.attention(attention, size);
    }
    if (resample === undefined) continue;
    scale *= 2;
    const doubled = [latent[0] * scale, latent[1] * scale];
    builder.layers.push({ op: 'upsample2d', attributes: { size: doubled, mode: 'nearest' } });
    builder.convolution(resample);
  }
  builder.norm(half.normOut, 'silu');
  builder.convolution(half.convOut);
  return { layers: builder.layers, groups: builder.groups, scale };
}
