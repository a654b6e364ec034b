import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Rows } from './rows.ts';

/** A set of vectors, taken for a normal distribution. */
export interface Gaussian {
  readonly mean: Float64Array;
  /** Of the sample: divided by the count less 1. */
  readonly covariance: Matrix;
}

/** @throws RangeError for fewer than 2 vectors */
export function gaussianOf({ count, length, values }: Rows): Gaussian {
  if (count < 2) throw new RangeError(`gaussianOf: ${count} vectors, expected at least 2`);
  const mean = new Float64Array(length);
  for (let at = 0; at < values.length; at++) mean[at % length]! += values[at]! / count;
  const sums = new Float64Array(length * length);
  const centred = new Float64Array(length);
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < length; at++) centred[at] = values[row * length + at]! - mean[at]!;
    for (let i = 0; i < length; i++) {
      const factor = centred[i]!;
      for (let j = 0; j <= i; j++) sums[i * length + j]! += factor * centred[j]!;
    }
  }
  const covariance = Matrix.zeros(length, length);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j <= i; j++) {
      const value = sums[i * length + j]! / (count - 1);
      covariance.set(i, j, value);
      covariance.set(j, i, value);
    }
  }
  return { mean, covariance };
}

/**
 * Frechet distance from one normal distribution to others: |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^1/2)
 * (Dowson and Landau 1982; Heusel et al. 2017, equation 6). The root of the first covariance is taken once.
 */
export function frechetFrom(first: Gaussian): (other: Gaussian) => number {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(first.covariance, {
    assumeSymmetric: true,
  });
  const spread = eigenvectorMatrix.clone();
  for (const [column, value] of realEigenvalues.entries())
    spread.mulColumn(column, Math.sqrt(Math.max(0, value)));
  const root = spread.mmul(eigenvectorMatrix.transpose());
  return (other) => {
    const shared = new EigenvalueDecomposition(root.mmul(other.covariance).mmul(root), {
      assumeSymmetric: true,
    }).realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
    const means = first.mean.reduce((sum, value, at) => sum + (value - other.mean[at]!) ** 2, 0);
    return means + first.covariance.trace() + other.covariance.trace() - 2 * shared;
  };
}
