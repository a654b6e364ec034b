import type { Graph, ImageInput } from '@roentgan/gan-runtime';
import { type AnyImage, channelsOf, checkImage, toGrey } from '../rasterImage.ts';
import { cropToProportions, resizeImage } from '../resizeImage.ts';

/** What a classifier takes: one image. */
export interface ClassifierInput {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Channels before the picture's axes, as in PyTorch, or behind them, as in Keras. */
  readonly layout: 'NCHW' | 'NHWC';
  /** Values of black and white. */
  readonly range: readonly [number, number];
}

/** A mean and a standard deviation for each channel, or one for all; of values from 0 to 1, as torchvision's `Normalize`. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** @throws RangeError where the model takes anything but one grey or RGB image */
export function classifierInput({ inputs }: Graph, where: string): ClassifierInput {
  const images = inputs.filter((input): input is ImageInput => input.kind === 'image');
  const [image] = images;
  if (!image || inputs.length !== 1) {
    const found = inputs.map(({ kind, name }) => `the ${kind} "${name}"`).join(' and ') || 'nothing';
    throw new RangeError(`${where} is not a classifier: it takes ${found}, expected one image`);
  }
  const [, second = 0, third = 0, fourth = 0] = image.shape as readonly number[];
  const isGreyOrRgb = (channels: number) => channels === 1 || channels === 3;
  const { name, range } = image;
  if (isGreyOrRgb(second)) {
    return { name, range, layout: 'NCHW', channels: second as 1 | 3, height: third, width: fourth };
  }
  if (isGreyOrRgb(fourth)) {
    return { name, range, layout: 'NHWC', channels: fourth as 1 | 3, height: second, width: third };
  }
  throw new RangeError(
    `${where} cannot be used: its image is [${image.shape.join(',')}], expected 1 or 3 channels (grey or RGB)`,
  );
}

/** @throws RangeError where there are neither one nor as many values as channels, or a deviation is not positive */
export function checkNormalisation({ mean, deviation }: Normalisation, { channels }: ClassifierInput): void {
  const fits = (list: readonly number[]) => list.length === 1 || list.length === channels;
  const areUsable = [...mean, ...deviation].every(Number.isFinite) && deviation.every((value) => value > 0);
  if (fits(mean) && fits(deviation) && areUsable) return;
  throw new RangeError(
    `normalise: mean is [${mean}] and deviation [${deviation}], expected ${channels === 1 ? '1 number' : `1 or ${channels} numbers`} each, deviations above 0`,
  );
}

/**
 * An image as the classifier's input [1,...]: the middle of it in the input's proportions, scaled to its size, grey as three equal
 * channels or RGB as its luma, and 0..1 as the input's values of black and white, or normalised.
 */
export function toInputTensor(
  image: AnyImage,
  input: ClassifierInput,
  normalise?: Normalisation,
): { shape: number[]; data: Float32Array<ArrayBuffer> } {
  checkImage(image, 'classify');
  const { width, height, channels, layout, range } = input;
  const coloured = channels === 1 ? toGrey(image) : image;
  const scaled = resizeImage(cropToProportions(coloured, width, height), width, height);
  const from = channelsOf(scaled);
  const pixels = width * height;
  const data = new Float32Array(pixels * channels);
  for (let channel = 0; channel < channels; channel++) {
    const [factor, offset] = scaleOf(channel, range, normalise);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const value = scaled.values[pixel * from + (from === 1 ? 0 : channel)]!;
      const at = layout === 'NCHW' ? channel * pixels + pixel : pixel * channels + channel;
      data[at] = value * factor + offset;
    }
  }
  const shape = layout === 'NCHW' ? [1, channels, height, width] : [1, height, width, channels];
  return { shape, data };
}

function scaleOf(
  channel: number,
  [black, white]: ClassifierInput['range'],
  normalise: Normalisation | undefined,
): [factor: number, offset: number] {
  if (!normalise) return [white - black, black];
  const mean = normalise.mean[channel] ?? normalise.mean[0]!;
  const deviation = normalise.deviation[channel] ?? normalise.deviation[0]!;
  return [1 / deviation, -mean / deviation];
}
