import { GeneratedImage, type Generator, normalLatent, uniformLatent } from '@roentgan/gan-runtime';
import { type ClassifierInput, classifierInput } from '@roentgan/measurer';
import type { StudioModel } from '../studioState.ts';
import type { Prepared } from './readerWorker.ts';

type Tensors = Parameters<Generator['run']>[0];
type Tensor = Tensors[string];

/** Latents beside the image are those of this seed. */
const SEED = 0;
const channelCounts = { grey: 1, rgb: 3, rgba: 4 } as const;

/** @throws RangeError where the model takes no image, several, or one that is neither grey nor RGB */
export function imageInputOf(model: StudioModel): ClassifierInput {
  const images = model.inputs.filter(({ kind }) => kind === 'image');
  if (images.length !== 1)
    throw new RangeError(`this model takes ${images.length} images, expected one to translate`);
  return classifierInput({ ...model.graph, inputs: images }, 'this model');
}

/** The model's output for an image. Labels have the model's defaults, latents are those of seed 0. */
export async function translate(
  generator: Generator,
  { name }: ClassifierInput,
  { tensor, sha256 }: Prepared,
  signal: AbortSignal,
): Promise<GeneratedImage> {
  const { model } = generator;
  const output = model.outputs.find(({ channels, shape }) => channels !== 'raw' && shape.length === 4)!;
  const outputs = await generator.run({ ...otherInputs(model), [name]: tensor }, { signal });
  const made = outputs[output.name]!;
  const [, , height, width] = made.shape as [number, number, number, number];
  const channels = channelCounts[output.channels as keyof typeof channelCounts];
  const { attribution, licence } = model.provenance;
  const hasLatents = model.inputs.some(({ kind }) => kind === 'latent');
  return new GeneratedImage({ width, height, channels }, channelsLast(made, width * height), output.range, {
    creatorTool: 'Roentgan',
    ...(hasLatents && { seed: SEED }),
    source: sha256 === undefined ? {} : { sha256 },
    ...(model.labels.length > 0 && {
      labels: Object.fromEntries(model.labels.map((label) => [label.name, label.default])),
    }),
    modelName: model.name,
    attribution,
    licence,
  });
}

function otherInputs({ inputs }: StudioModel): Tensors {
  const latents = inputs.filter(({ kind }) => kind === 'latent');
  const tensors: Record<string, Tensor> = {};
  for (const input of inputs) {
    if (input.kind === 'image') continue;
    const shape = input.shape.map((size) => (size === 'N' ? 1 : size));
    const count = shape.reduce((product, size) => product * size, 1);
    if (input.kind === 'label') {
      const data = new Float32Array(count);
      if (input.encoding === 'one-hot') data[input.default] = 1;
      else data.fill(input.default);
      tensors[input.name] = { shape, data };
      continue;
    }
    const stream = latents.indexOf(input);
    const [low, high] = input.range ?? [-1, 1];
    const isNormal = input.distribution === 'normal';
    const data = isNormal ? normalLatent(SEED, stream, count) : uniformLatent(SEED, stream, count, low, high);
    tensors[input.name] = { shape, data };
  }
  return tensors;
}

/** [1, C, ...] as rows with channels last. */
function channelsLast({ data }: Tensor, pixels: number): Float32Array<ArrayBuffer> {
  const channels = data.length / pixels;
  const values = new Float32Array(data.length);
  for (let channel = 0; channel < channels; channel++)
    for (let pixel = 0; pixel < pixels; pixel++)
      values[pixel * channels + channel] = data[channel * pixels + pixel]!;
  return values;
}

/** What the model is given, as a picture. */
export function inputPixels(
  { tensor }: Prepared,
  { width, height, channels, layout, range: [black, white] }: ClassifierInput,
): ImageData {
  const pixels = new ImageData(width, height);
  const count = width * height;
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const own = channels === 1 ? 0 : channel;
      const at = layout === 'NCHW' ? own * count + pixel : pixel * channels + own;
      pixels.data[pixel * 4 + channel] = Math.round(((tensor.data[at]! - black) / (white - black)) * 255);
    }
    pixels.data[pixel * 4 + 3] = 255;
  }
  return pixels;
}
