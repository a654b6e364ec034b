import type { Tensor } from '../tensor.ts';

/** Dot products in f64. */
export function linearReference(
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
): Tensor {
  const { shape, data } = inputs[0]!;
  const [batch, inputFeatures] = shape as [number, number];
  const weight = weights.weight!;
  const outputFeatures = weight.shape[0]!;
  const output = new Float32Array(batch * outputFeatures);
  for (let row = 0; row < batch; row++) {
    for (let feature = 0; feature < outputFeatures; feature++) {
      let sum = weights.bias?.data[feature] ?? 0;
      for (let c = 0; c < inputFeatures; c++) {
        sum += data[row * inputFeatures + c]! * weight.data[feature * inputFeatures + c]!;
      }
      output[row * outputFeatures + feature] = sum;
    }
  }
  return { shape: [batch, outputFeatures], data: output };
}
