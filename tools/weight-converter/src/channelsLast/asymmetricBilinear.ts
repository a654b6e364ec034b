import { makeWeight } from '../graph/graphBuilder.ts';
import type { ChannelsLast } from './channelsLast.ts';
import type { SourceValue } from './sourceValue.ts';

/**
 * Bilinear upsampling of [N, H, W, C] by whole factors with the first samples of input and output in one place, which is
 * what TensorFlow does where neither corners are aligned nor pixel centres taken: output i lies at i / factor. It is a
 * depthwise transposed convolution with a triangle, of the input with its last row and column repeated.
 */
export function asymmetricBilinear(
  layers: ChannelsLast,
  value: SourceValue,
  [tall, wide]: readonly [number, number],
): SourceValue {
  const channels = value.shape[3]!;
  const [kernelHeight, kernelWidth] = [2 * tall - 1, 2 * wide - 1];
  layers.budget.spend(channels * kernelHeight * kernelWidth);
  const triangle = (at: number, factor: number) => 1 - Math.abs(at - (factor - 1)) / factor;
  const plane = Array.from(
    { length: kernelHeight * kernelWidth },
    (_, at) => triangle(Math.floor(at / kernelWidth), tall) * triangle(at % kernelWidth, wide),
  );
  const data = new Float32Array(channels * plane.length).map((_, at) => plane[at % plane.length]!);
  const weight = makeWeight('bilinear', [channels, 1, kernelHeight, kernelWidth], data);
  const repeated = layers.add('pad2d', value, {
    attributes: { padding: [0, 0, 1, 1], mode: 'replicate' },
  });
  // In all (size + 1 - 1) * factor + 2 * factor - 1 values, of which size * factor are wanted.
  return layers.add('convTranspose2d', repeated, {
    weights: { weight },
    attributes: {
      stride: [tall, wide],
      padding: [tall - 1, wide - 1, tall, wide],
      outputPadding: [0, 0],
      dilation: [1, 1],
      groups: channels,
    },
  });
}
