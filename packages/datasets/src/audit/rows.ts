/** `count` vectors of `length` values, one behind the other. */
export interface Rows {
  readonly count: number;
  readonly length: number;
  readonly values: Float32Array;
}

/** The vectors of these indices, in this order. */
export function takeRows({ length, values }: Rows, indices: ArrayLike<number>): Rows {
  const taken = new Float32Array(indices.length * length);
  for (let row = 0; row < indices.length; row++) {
    const start = indices[row]! * length;
    taken.set(values.subarray(start, start + length), row * length);
  }
  return { count: indices.length, length, values: taken };
}

/** All vectors of several sets; they must be of one length. */
export function joinRows(parts: readonly Rows[]): Rows {
  const length = parts[0]?.length ?? 0;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const values = new Float32Array(count * length);
  let at = 0;
  for (const part of parts) {
    if (part.length !== length)
      throw new RangeError(`joinRows: vectors of ${part.length}, expected ${length}`);
    values.set(part.values, at);
    at += part.values.length;
  }
  return { count, length, values };
}

/** Sum of products of vector `i` of one set and vector `j` of another of the same length. */
export function dotRows(one: Rows, i: number, other: Rows, j: number): number {
  const { length, values: a } = one;
  const b = other.values;
  const from = i * length;
  const to = j * length;
  let even = 0;
  let odd = 0;
  let at = 0;
  // Two sums, so that one addition need not wait for the other.
  for (; at + 1 < length; at += 2) {
    even += a[from + at]! * b[to + at]!;
    odd += a[from + at + 1]! * b[to + at + 1]!;
  }
  return at < length ? even + odd + a[from + at]! * b[to + at]! : even + odd;
}

/** Squared length of each vector. */
export function squaredLengths(rows: Rows): Float64Array {
  return Float64Array.from({ length: rows.count }, (_, row) => dotRows(rows, row, rows, row));
}
