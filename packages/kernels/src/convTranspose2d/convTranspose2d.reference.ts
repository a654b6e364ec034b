import type { Shape, Tensor } from '../tensor.ts';
import type { ConvTranspose2dAttributes } from './convTranspose2d.ts';

/** Scatters each input row, times each weight, into sums kept in f64. */
export function convTranspose2dReference(
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  attributes: ConvTranspose2dAttributes,
  shape: Shape,
): Tensor {
  const input = inputs[0]!;
  const weight = weights.weight!;
  const [batch, outputChannels, outputHeight, outputWidth] = shape as [number, number, number, number];
  const [, inputChannels, inputHeight, inputWidth] = input.shape as [number, number, number, number];
  const [, width, kernelHeight, kernelWidth] = weight.shape as [number, number, number, number];
  const { stride, padding, dilation, groups } = attributes;
  const [strideY, strideX] = stride as [number, number];
  const depth = inputChannels / groups;
  const plane = outputHeight * outputWidth;
  const sums = new Float64Array(plane);
  const data = new Float32Array(batch * outputChannels * plane);

  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < outputChannels; channel++) {
      sums.fill(weights.bias?.data[channel] ?? 0);
      const group = Math.floor(channel / width);
      for (let c = group * depth; c < (group + 1) * depth; c++) {
        const source = (image * inputChannels + c) * inputHeight * inputWidth;
        const taps = (c * width + (channel % width)) * kernelHeight;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const w = weight.data[(taps + ky) * kernelWidth + kx]!;
            const offsetX = kx * dilation[1]! - padding[1]!;
            const firstX = Math.max(0, Math.ceil(-offsetX / strideX));
            const lastX = Math.min(inputWidth - 1, Math.floor((outputWidth - 1 - offsetX) / strideX));
            for (let y = 0; y < inputHeight; y++) {
              const row = y * strideY + ky * dilation[0]! - padding[0]!;
              if (row < 0 || row >= outputHeight) continue;
              const to = row * outputWidth + offsetX;
              const from = source + y * inputWidth;
              for (let x = firstX; x <= lastX; x++) {
                sums[to + x * strideX]! += w * input.data[from + x]!;
              }
            }
          }
        }
      }
      data.set(sums, (image * outputChannels + channel) * plane);
    }
  }
  return { shape, data };
}
