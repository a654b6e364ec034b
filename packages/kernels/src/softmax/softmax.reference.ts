import { stridesOf } from '../stridesOf.ts';
import type { Tensor } from '../tensor.ts';
import type { SoftmaxAttributes } from './softmax.ts';

/** Each row less its largest value, its exponentials, and their share of the sum, in f64. */
export function softmaxReference(
  inputs: readonly Tensor[],
  _weights: Readonly<Record<string, Tensor>>,
  { dim }: SoftmaxAttributes,
): Tensor {
  const { shape, data } = inputs[0]!;
  const axis = dim < 0 ? dim + shape.length : dim;
  const size = shape[axis]!;
  const stride = stridesOf(shape)[axis]!;
  const output = new Float32Array(data.length);
  for (let row = 0; row < data.length / size; row++) {
    const start = Math.floor(row / stride) * stride * size + (row % stride);
    const values = Array.from({ length: size }, (_, at) => data[start + at * stride]!);
    const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const shares = values.map((value) => Math.exp(value - largest));
    const sum = shares.reduce((total, share) => total + share, 0);
    shares.forEach((share, at) => {
      output[start + at * stride] = share / sum;
    });
  }
  return { shape, data: output };
}
