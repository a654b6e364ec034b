export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Entry i stands between i and i + 1; the last is 0. */
  readonly offDiagonal: Float64Array;
  /** Row i is the basis vector that the i-th coordinate stands for. */
  readonly vectors: Float64Array[];
}

/** Brings a symmetric matrix to tridiagonal form by Householder reflections, column by column. */
export function tridiagonalise(matrix: Float64Array, size: number): Tridiagonal {
  const a = Array.from({ length: size }, (_, row) => matrix.slice(row * size, (row + 1) * size));
  const vectors = Array.from({ length: size }, (_, row) => new Float64Array(size).fill(1, row, row + 1));
  for (let column = 0; column < size - 2; column++) {
    const v = reflector(a, column, size);
    if (v === undefined) continue;
    reflectBothSides(a, v, column + 1, size);
    reflectRows(vectors, v, column + 1, size);
  }
  return {
    diagonal: Float64Array.from(a, (row, i) => row[i]!),
    offDiagonal: Float64Array.from(a, (row, i) => row[i + 1] ?? 0),
    vectors,
  };
}

/** The unit vector whose reflection clears a column below its sub-diagonal. */
function reflector(a: readonly Float64Array[], column: number, size: number): Float64Array | undefined {
  const v = new Float64Array(size);
  let norm = 0;
  for (let row = column + 1; row < size; row++) {
    v[row] = a[row]![column]!;
    norm += v[row]! ** 2;
  }
  const first = v[column + 1]!;
  if (norm === first * first) return undefined;
  v[column + 1] = first + (first < 0 ? -1 : 1) * Math.sqrt(norm);
  const length = Math.sqrt(norm - first * first + v[column + 1]! ** 2);
  for (let row = column + 1; row < size; row++) v[row]! /= length;
  return v;
}

/** A becomes H A H with H = 1 - 2 v v^T: A - 2 v w^T - 2 w v^T, where w = A v - (v^T A v) v. */
function reflectBothSides(a: readonly Float64Array[], v: Float64Array, from: number, size: number): void {
  const w = new Float64Array(size);
  let along = 0;
  for (let row = 0; row < size; row++) {
    let sum = 0;
    const line = a[row]!;
    for (let k = from; k < size; k++) sum += line[k]! * v[k]!;
    w[row] = sum;
    along += sum * v[row]!;
  }
  for (let k = from; k < size; k++) w[k]! -= along * v[k]!;
  for (let row = 0; row < size; row++) {
    const line = a[row]!;
    const [vr, wr] = [2 * v[row]!, 2 * w[row]!];
    for (let k = 0; k < size; k++) line[k]! -= vr * w[k]! + wr * v[k]!;
  }
}

/** The basis takes the reflection too: rows from `from` on mix. */
function reflectRows(rows: readonly Float64Array[], v: Float64Array, from: number, size: number): void {
  const sum = new Float64Array(size);
  for (let row = from; row < size; row++) {
    for (let k = 0; k < size; k++) sum[k]! += v[row]! * rows[row]![k]!;
  }
  for (let row = from; row < size; row++) {
    const line = rows[row]!;
    for (let k = 0; k < size; k++) line[k]! -= 2 * v[row]! * sum[k]!;
  }
}
