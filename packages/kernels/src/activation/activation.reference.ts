import type { Activation } from '../epilogue/epilogue.ts';
import { elementCount, type Tensor } from '../tensor.ts';

/** erf by its Maclaurin series below 3, by its continued fraction above (Abramowitz and Stegun 7.1.5, 7.1.14). */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 100; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction));
}

/** One value through an activation, in f64. `slope` is prelu's, for the value's channel. */
export function activationValue({ name, alpha = 0, beta = 0 }: Activation, x: number, slope: number): number {
  switch (name) {
    case 'identity':
      return x;
    case 'relu':
      return Math.max(x, 0);
    case 'leakyRelu':
      return x >= 0 ? x : alpha * x;
    case 'prelu':
      return x >= 0 ? x : slope * x;
    case 'elu':
      return x > 0 ? x : alpha * Math.expm1(x);
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'tanh':
      return Math.tanh(x);
    case 'silu':
      return x / (1 + Math.exp(-x));
    case 'gelu':
      return 0.5 * x * (1 + erf(x * Math.SQRT1_2));
    case 'geluTanh':
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    case 'clamp':
      return Math.min(Math.max(x, alpha), beta);
    case 'sin':
      return Math.sin(x);
    case 'cos':
      return Math.cos(x);
  }
}

/** Every value of a tensor through an activation. Weight `slope` is prelu's: one, or one for each channel. */
export function activationReference(
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  activation: Activation,
): Tensor {
  const { shape, data } = inputs[0]!;
  const [, channels = 1, ...spatial] = shape;
  const positions = elementCount(spatial);
  const slopes = weights.slope?.data ?? [0];
  const output = new Float32Array(data.length);
  for (let row = 0; row * positions < data.length; row++) {
    const slope = slopes[slopes.length === 1 ? 0 : row % channels]!;
    for (let at = row * positions; at < (row + 1) * positions; at++) {
      output[at] = activationValue(activation, data[at]!, slope);
    }
  }
  return { shape, data: output };
}
