import { tridiagonalise } from './tridiagonalise.ts';

/**
 * Eigenvectors of a symmetric matrix (row-major, size x size), largest eigenvalue first, each of length 1: Householder
 * tridiagonalisation, then QL with implicit shifts (EISPACK tred2 and tql2; Golub and Van Loan, Matrix Computations, 8.3).
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { value: number; vector: Float64Array }[] {
  const { diagonal, offDiagonal, vectors } = tridiagonalise(matrix, size);
  for (let l = 0; l < size; l++) {
    for (let iteration = 0; iteration < 60; iteration++) {
      const m = firstSmall(diagonal, offDiagonal, l);
      if (m === l) break;
      implicitStep(diagonal, offDiagonal, vectors, l, m);
    }
  }
  return vectors
    .map((vector, index) => ({ value: diagonal[index]!, vector }))
    .sort((left, right) => right.value - left.value);
}

/** Where the matrix falls apart: the first off-diagonal entry from `l` on that is nothing beside its neighbours. */
function firstSmall(diagonal: Float64Array, offDiagonal: Float64Array, l: number): number {
  for (let m = l; m < diagonal.length - 1; m++) {
    const beside = Math.abs(diagonal[m]!) + Math.abs(diagonal[m + 1]!);
    if (Math.abs(offDiagonal[m]!) <= Number.EPSILON * beside) return m;
  }
  return diagonal.length - 1;
}

/** One QL step on rows l to m; `vectors` (one a row) take part in every rotation. */
function implicitStep(d: Float64Array, e: Float64Array, vectors: Float64Array[], l: number, m: number): void {
  const slope = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  const length = Math.hypot(slope, 1);
  let g = d[m]! - d[l]! + e[l]! / (slope + (slope < 0 ? -length : length));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    rotateRows(vectors[i]!, vectors[i + 1]!, c, s);
  }
  d[l]! -= p;
  e[l] = g;
  e[m] = 0;
}

function rotateRows(low: Float64Array, high: Float64Array, c: number, s: number): void {
  for (let k = 0; k < low.length; k++) {
    const [x, y] = [low[k]!, high[k]!];
    high[k] = s * x + c * y;
    low[k] = c * x - s * y;
  }
}
