import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../test/mutate.ts';
import { symmetricEigen } from './symmetricEigen.ts';

/** B B^T of random numbers; with fewer columns than rows some eigenvalues are 0. */
function gram(size: number, columns: number): Float64Array {
  const random = makeRandom(size);
  const rows = Array.from({ length: size }, () =>
    Float64Array.from({ length: columns }, () => random() - 0.5),
  );
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
  return Float64Array.from({ length: size * size }, (_, at) =>
    dot(rows[Math.floor(at / size)]!, rows[at % size]!),
  );
}

describe('symmetricEigen', () => {
  it.each([
    [1, 3],
    [2, 5],
    [7, 3],
    [40, 90],
    [97, 50],
  ])('a Gram matrix of %i x %i gives orthonormal vectors with A v = value v', (size, columns) => {
    const matrix = gram(size, columns);
    const pairs = symmetricEigen(matrix, size);
    pairs.forEach(({ value, vector }, index) => {
      expect(value).toBeLessThanOrEqual(pairs[Math.max(0, index - 1)]!.value);
      for (let row = 0; row < size; row++) {
        const product = vector.reduce((sum, x, k) => sum + matrix[row * size + k]! * x, 0);
        expect(Math.abs(product - value * vector[row]!)).toBeLessThan(1e-11);
      }
      for (const [other, { vector: b }] of pairs.entries()) {
        const dot = vector.reduce((sum, x, k) => sum + x * b[k]!, 0);
        expect(Math.abs(dot - (other === index ? 1 : 0))).toBeLessThan(1e-11);
      }
    });
  });

  it('takes repeated eigenvalues and diagonal matrices', () => {
    expect(symmetricEigen(Float64Array.of(2, 0, 0, 0, 5, 0, 0, 0, 2), 3).map(({ value }) => value)).toEqual([
      5, 2, 2,
    ]);
    expect(symmetricEigen(new Float64Array(16), 4).map(({ value }) => value)).toEqual([0, 0, 0, 0]);
  });
});
