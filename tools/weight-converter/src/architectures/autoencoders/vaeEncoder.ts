import type { InputShapes } from '../../graph/inputShapes.ts';
import type { Family, Layer } from '../architecture.ts';
import { imageInput, type SizedImage } from '../imageInput.ts';
import { imageShape } from '../imageShape.ts';
import { listModules, type Module } from '../modules.ts';

/**
 * Encoders of VAEs, so that an image can be taken into latent space: convolutions of stride 2, or linear layers, up to two linear
 * layers of the same shape that give mean and log-variance. What comes behind those in the file (the decoder) is left out.
 */
export const vaeEncoder: Family = {
  name: 'vae-encoder',
  describe(shapes, inputShapes = {}) {
    // A file may hold the decoder too, and not behind the encoder.
    const modules = listModules(shapes).filter(({ prefix }) => !decoders.test(prefix));
    const at = modules.findIndex(
      (module, index) => module.kind === 'linear' && isTwin(module, modules[index + 1]),
    );
    if (at < 1) return 'has no two linear layers of one shape side by side, for mean and variance';
    const body = modules.slice(0, at);
    const twins = modules.slice(at, at + 2) as [Module, Module];
    // Sorted names have `fc_logsigma` before `fc_mu`.
    const [mean, variance] = spread.test(twins[0].prefix) ? (twins.toReversed() as [Module, Module]) : twins;
    const other = body.find(({ kind }) => kind === 'other');
    if (other) return `"${other.first}" belongs to no convolution, linear layer or batch norm`;
    if (body.every(({ kind }) => kind === 'norm')) return 'has only norms before the mean';
    const start = findStart(body, mean.weight[1]!, variance.prefix, inputShapes);
    if (typeof start === 'string') return start;
    // PyTorch-VAE has each convolution in a Sequential of its own and LeakyReLU behind it.
    const isLeaky = /(^|\.)\d+\.0$/.test(body[0]!.prefix);
    const second = /sigma/i.test(variance.prefix) ? 'logsigma' : 'logvar';
    return {
      architecture: {
        inputs: [start.image.input],
        layers: [
          ...bodyLayers(body, start, isLeaky ? leaky : 'relu'),
          { op: 'linear', name: 'mu', weights: mean.prefix, inputs: ['features'] },
          { op: 'linear', name: second, weights: variance.prefix, inputs: ['features'] },
        ],
        outputs: [
          { name: 'mu', layer: 'mu' },
          { name: second, layer: second },
        ],
      },
      notes: [
        `vae-encoder: mu and ${second} [${mean.weight[0]}], the decoder left out; ${start.image.note}`,
        `vae-encoder: taken to be so, because weights do not say it: ${start.says}${isLeaky ? 'LeakyReLU 0.01' : 'ReLU'} between layers`,
      ],
    };
  },
};

const decoders = /(^|\.)(decoder|decoder_input|final_layer)(\.|$)/;
const spread = /(var|sigma|std)$/i;
const leaky = { op: 'leakyRelu', negativeSlope: 0.01 };

function isTwin(module: Module, next: Module | undefined): boolean {
  return next?.kind === 'linear' && `${next.weight}` === `${module.weight}`;
}

interface Start {
  readonly image: SizedImage;
  readonly convolution: { readonly stride: number; readonly padding: (kernel: number) => number };
  /** Values that the flattened image or feature map has. */
  readonly flat: number;
  readonly says: string;
}

/** The input and what its convolutions do to its size, so that they give as many values as the mean's layer takes. */
function findStart(
  body: readonly Module[],
  features: number,
  varianceName: string,
  given: InputShapes,
): Start | string {
  const first = body.find(({ kind }) => kind !== 'norm')!;
  const convolutions = body.filter(({ kind }) => kind === 'convolution');
  if (convolutions.length === 0) {
    const [channels, size] = imageShape(first.weight[1]!) ?? [];
    if (channels === undefined || size === undefined)
      return `"${first.prefix}" takes ${first.weight[1]} values, no square image`;
    const image = imageInput('image', given, { channels, size, range: [0, 1] });
    return { image, convolution: { stride: 1, padding: () => 0 }, flat: first.weight[1]!, says: '' };
  }
  const linears = body.filter(({ kind }) => kind === 'linear');
  const taken = linears[0]?.weight[1] ?? features;
  const channels = convolutions[0]!.weight[1]!;
  const wide = convolutions.at(-1)!.weight[0]!;
  // World Models' encoder, which calls its second output so, has no padding.
  const isPadded = !/logsigma/i.test(varianceName);
  const padding = (kernel: number) => (isPadded ? (kernel - 1) >> 1 : 0);
  const sizeAfter = (size: number) =>
    convolutions.reduce(
      (length, { weight }) => Math.floor((length + 2 * padding(weight[2]!) - weight[2]!) / 2) + 1,
      size,
    );
  const sizes = [64, 32, 28, 128, 256, 512, 96, 48, 16, 224];
  const fits = (height: number, width: number) => wide * sizeAfter(height) * sizeAfter(width) === taken;
  const size = sizes.find((candidate) => fits(candidate, candidate)) ?? 0;
  if (size === 0 && !given.image)
    return `"${linears[0]?.prefix ?? 'mean'}" takes ${taken} values, which convolutions of stride 2 give for no usual image size`;
  const image = imageInput('image', given, { channels, size, range: isPadded ? [-1, 1] : [0, 1] });
  if (!fits(image.height, image.width))
    return `convolutions of stride 2 do not give the ${taken} values that are taken, from ${image.height} x ${image.width}`;
  return {
    image,
    convolution: { stride: 2, padding },
    flat: taken,
    says: `convolutions of stride 2 ${isPadded ? 'with' : 'without'} padding, `,
  };
}

function bodyLayers(
  body: readonly Module[],
  { convolution: { stride, padding }, flat }: Start,
  activation: NonNullable<Layer['activation']>,
): Layer[] {
  const layers: Layer[] = [];
  const flatten: Layer = { op: 'reshape', attributes: { shape: ['N', flat] } };
  const firstLinear = body.findIndex(({ kind }) => kind === 'linear');
  body.forEach(({ kind, prefix, weight }, index) => {
    const next = body[index + 1]?.kind === 'norm' ? {} : { activation };
    if (index === firstLinear) layers.push(flatten);
    if (kind === 'linear') layers.push({ op: 'linear', weights: prefix, ...next });
    else if (kind === 'norm') layers.push({ op: 'batchNorm2d', weights: prefix, activation });
    else
      layers.push({
        op: 'conv2d',
        weights: prefix,
        attributes: { stride, padding: padding(weight[2]!) },
        ...next,
      });
  });
  if (firstLinear < 0) layers.push(flatten);
  return [...layers.slice(0, -1), { ...layers.at(-1)!, name: 'features' }];
}
