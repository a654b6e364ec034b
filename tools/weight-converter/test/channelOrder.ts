import type { Tensor } from '@roentgan/kernels';

/** [N, H, W, C] to [N, C, H, W]; other ranks stay. */
export function toChannelsFirst(tensor: Tensor): Tensor {
  const { shape, data } = tensor;
  if (shape.length !== 4) return tensor;
  const [batch, height, width, channels] = shape as unknown as [number, number, number, number];
  const result = new Float32Array(data.length);
  const pixels = height * width;
  for (let pixel = 0; pixel < batch * pixels; pixel++) {
    const [image, place] = [Math.floor(pixel / pixels), pixel % pixels];
    for (let channel = 0; channel < channels; channel++)
      result[(image * channels + channel) * pixels + place] = data[pixel * channels + channel]!;
  }
  return { shape: [batch, channels, height, width], data: result };
}
