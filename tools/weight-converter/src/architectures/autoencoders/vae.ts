import type { Architecture, Family, Layer } from '../architecture.ts';
import { commonPrefix, indicesUnder, join, type Shapes } from '../names.ts';

const leaky = { op: 'leakyRelu', negativeSlope: 0.01 };

/**
 * Decoders of convolutional VAEs: of AntixK/PyTorch-VAE (`decoder_input`, `decoder.0.0`, `final_layer.0`) and of World Models (Ha
 * and Schmidhuber, 2018; `fc1`, `deconv1`). An encoder in the same file is left out; see `vae-encoder`.
 */
export const vae: Family = {
  name: 'vae',
  describe(shapes) {
    const root = commonPrefix(shapes);
    const built = shapes.has(join(root, 'decoder_input.weight'))
      ? pytorchVae(shapes, root)
      : worldModels(shapes, shapes.has(join(root, 'decoder.deconv1.weight')) ? join(root, 'decoder') : root);
    if (typeof built === 'string') return built;
    const { layers, latent, end, says } = built;
    const architecture: Architecture = {
      inputs: [{ kind: 'latent', name: 'z', shape: ['N', latent], distribution: 'normal' }],
      layers,
      outputs: [{ name: 'image', range: end === 'tanh' ? [-1, 1] : [0, 1] }],
    };
    return {
      architecture,
      notes: [
        `vae: z [${latent}], ${says}`,
        `vae: taken to be so, because weights do not say it: each step doubles the size, ${end} at the end`,
      ],
    };
  },
};

type Built = { layers: Layer[]; latent: number; end: 'tanh' | 'sigmoid'; says: string };

function pytorchVae(shapes: Shapes, root: string): Built | string {
  const first = shapes.get(join(root, 'decoder_input.weight'))!;
  const steps = indicesUnder(shapes, join(root, 'decoder')).map((index) => join(root, 'decoder', index));
  const last = join(root, 'final_layer');
  const channels = shapes.get(join(steps[0] ?? '', 0, 'weight'))?.[0];
  if (channels === undefined) return 'has no step "decoder.0.0"';
  const side = Math.sqrt(first[0]! / channels);
  if (!Number.isInteger(side))
    return `"decoder_input" gives ${first[0]} values, no square of ${channels} channels`;
  const layers: Layer[] = [
    { op: 'linear', weights: join(root, 'decoder_input') },
    { op: 'reshape', attributes: { shape: ['N', channels, side, side] } },
  ];
  for (const step of [...steps, last]) {
    const kernel = shapes.get(join(step, 0, 'weight'))?.[2];
    if (kernel === undefined) return `has no convolution "${join(step, 0)}"`;
    const geometry = { stride: 2, padding: (kernel - 1) >> 1, outputPadding: kernel % 2 };
    layers.push({ op: 'convTranspose2d', weights: join(step, 0), attributes: geometry });
    if (shapes.has(join(step, 1, 'running_mean'))) layers.push({ op: 'batchNorm2d', weights: join(step, 1) });
    layers.push({ ...layers.pop()!, activation: leaky });
  }
  layers.push({
    op: 'conv2d',
    weights: join(last, 3),
    attributes: { padding: 1 },
    activation: 'tanh',
  });
  const says = `${steps.length + 1} steps from ${side} x ${side}, LeakyReLU 0.01 (PyTorch-VAE)`;
  return { layers, latent: first[1]!, end: 'tanh', says };
}

function worldModels(shapes: Shapes, root: string): Built | string {
  const first = shapes.get(join(root, 'fc1.weight'));
  const count = [1, 2, 3, 4].filter((index) => shapes.has(join(root, `deconv${index}.weight`))).length;
  if (first?.length !== 2 || count < 4)
    return 'has neither "decoder_input" nor "fc1" and "deconv1" to "deconv4"';
  const layers: Layer[] = [
    { op: 'linear', weights: join(root, 'fc1'), activation: 'relu' },
    { op: 'reshape', attributes: { shape: ['N', first[0]!, 1, 1] } },
  ];
  for (let index = 1; index <= count; index++) {
    layers.push({
      op: 'convTranspose2d',
      weights: join(root, `deconv${index}`),
      attributes: { stride: 2, padding: 0 },
      activation: index === count ? 'sigmoid' : 'relu',
    });
  }
  return { layers, latent: first[1]!, end: 'sigmoid', says: 'ReLU, no padding (World Models)' };
}
