import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { SourceTensor } from './architecture.ts';

/**
 * `weight / sigma` with `sigma = u W v`, as torch's spectral norm has it in eval mode (Miyato et al., Spectral
 * Normalization for GANs, 2018). W is the weight as a matrix of output channels.
 */
export function divideBySigma(weight: SourceTensor, u: SourceTensor, v: SourceTensor): Float32Array {
  const products = [0, 1]
    .filter((axis) => fits(weight, u, v, axis))
    .map((axis) => multiplyMatrix(weight, v.data, axis));
  if (products.length === 0) {
    throw new ModelFileError(
      `spectral norm: u is [${u.shape}] and v [${v.shape}], expected the sizes of the weight [${weight.shape}] as a matrix`,
    );
  }
  // Transposed convolutions have output channels second. Where both readings fit, W v has the direction of u in one.
  const [best] = products
    .map((product) => ({ sigma: dot(u.data, product), length: Math.sqrt(dot(product, product)) }))
    .sort((a, b) => Math.abs(b.sigma / b.length) - Math.abs(a.sigma / a.length));
  const { sigma } = best!;
  if (!Number.isFinite(1 / sigma)) throw new ModelFileError(`spectral norm: sigma is ${sigma}`);
  return weight.data.map((value) => value / sigma);
}

function fits({ shape, data }: SourceTensor, u: SourceTensor, v: SourceTensor, axis: number): boolean {
  return shape[axis] === u.data.length && data.length === u.data.length * v.data.length;
}

/** W v, where axis `axis` of the weight counts rows and the others, in order, columns. */
function multiplyMatrix({ shape, data }: SourceTensor, v: Float32Array, axis: number): Float64Array {
  const rows = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const result = new Float64Array(rows);
  data.forEach((value, at) => {
    const outer = Math.floor(at / (inner * rows));
    result[Math.floor(at / inner) % rows]! += value * v[outer * inner + (at % inner)]!;
  });
  return result;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
