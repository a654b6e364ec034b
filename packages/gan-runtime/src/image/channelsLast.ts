import type { Tensor } from '@roentgan/kernels';

/** Image `index` of a [N, C, H, W] tensor with its channels last: [H, W, C]. */
export function channelsLast({ shape, data }: Tensor, index: number): Float32Array<ArrayBuffer> {
  const [, channels, height, width] = shape as [number, number, number, number];
  const pixels = height * width;
  const start = index * channels * pixels;
  const values = new Float32Array(channels * pixels);
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      values[pixel * channels + channel] = data[start + channel * pixels + pixel]!;
    }
  }
  return values;
}
