import type { ConvolutionAttributes } from '../convolution.ts';
import type { Shape, Tensor } from '../tensor.ts';

/** Sums in f64, tap by tap: each weight is applied to a whole row at a time. */
export function conv2dReference(
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  attributes: ConvolutionAttributes,
  shape: Shape,
): Tensor {
  const input = inputs[0]!;
  const weight = weights.weight!;
  const [batch, outputChannels, outputHeight, outputWidth] = shape as [number, number, number, number];
  const [, inputChannels, inputHeight, inputWidth] = input.shape as [number, number, number, number];
  const [, depth, kernelHeight, kernelWidth] = weight.shape as [number, number, number, number];
  const { stride, padding, dilation, groups } = attributes;
  const [strideY, strideX] = stride as [number, number];
  const plane = outputHeight * outputWidth;
  const sums = new Float64Array(plane);
  const data = new Float32Array(batch * outputChannels * plane);

  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < outputChannels; channel++) {
      sums.fill(weights.bias?.data[channel] ?? 0);
      const firstInput = Math.floor(channel / (outputChannels / groups)) * depth;
      for (let c = 0; c < depth; c++) {
        const source = (image * inputChannels + firstInput + c) * inputHeight * inputWidth;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const w = weight.data[((channel * depth + c) * kernelHeight + ky) * kernelWidth + kx]!;
            const offsetX = kx * dilation[1]! - padding[1]!;
            const firstColumn = Math.max(0, Math.ceil(-offsetX / strideX));
            const lastColumn = Math.min(outputWidth - 1, Math.floor((inputWidth - 1 - offsetX) / strideX));
            for (let row = 0; row < outputHeight; row++) {
              const y = row * strideY + ky * dilation[0]! - padding[0]!;
              if (y < 0 || y >= inputHeight) continue;
              const from = source + y * inputWidth + offsetX;
              for (let column = firstColumn; column <= lastColumn; column++) {
                sums[row * outputWidth + column]! += w * input.data[from + column * strideX]!;
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
