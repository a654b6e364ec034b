/** Most places by which a path moves from one row to the next. */
const maxSlide = 2;

/**
 * The mean place in each row over all paths from row to row that move by at most `maxSlide`, each as likely as the exponential of its
 * scores and of what its moves are worth, over `temperature`.
 * @param scores rows x `reach`, maybe -Infinity where no path can be
 * @param worth of a move into a row
 */
export function meanPath(
  scores: Float32Array,
  reach: number,
  temperature: number,
  worth: (row: number, move: number) => number,
): Float32Array {
  const rows = scores.length / reach;
  const likely = new Float64Array(scores.length);
  const moves = new Float64Array(rows * (2 * maxSlide + 1));
  for (let r = 0; r < rows; r++) {
    const row = scores.subarray(r * reach, (r + 1) * reach);
    const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    row.forEach((score, i) => {
      likely[r * reach + i] = Math.exp((score - top) / temperature);
    });
    for (let d = -maxSlide; d <= maxSlide; d++)
      moves[r * (2 * maxSlide + 1) + d + maxSlide] = Math.exp(worth(r, d) / temperature);
  }
  const weights = likely.slice();
  const pass = (from: Float64Array, row: number, sign: 1 | -1): Float64Array<ArrayBuffer> => {
    const to = new Float64Array(reach);
    for (let i = 0; i < reach; i++)
      for (let d = -maxSlide; d <= maxSlide; d++)
        to[i]! += (from[i - sign * d] ?? 0) * moves[row * (2 * maxSlide + 1) + d + maxSlide]!;
    return to;
  };
  for (let r = 1; r < rows; r++) {
    const reached = pass(likely.subarray((r - 1) * reach, r * reach), r, 1);
    const row = likely.subarray(r * reach, (r + 1) * reach);
    row.forEach((weight, i) => {
      row[i] = weight * reached[i]!;
    });
    scale(row);
  }
  const means = new Float32Array(rows);
  let onward = new Float64Array(reach).fill(1);
  for (let r = rows - 1; r >= 0; r--) {
    let [sum, total] = [0, 0];
    for (let i = 0; i < reach; i++) {
      const share = likely[r * reach + i]! * onward[i]!;
      sum += share;
      total += share * i;
    }
    means[r] = total / sum;
    const weighted = onward.map((value, i) => value * weights[r * reach + i]!);
    scale(weighted);
    onward = pass(weighted, r, -1);
  }
  return means;
}

function scale(values: Float64Array): void {
  const sum = values.reduce((a, b) => a + b, 0);
  values.forEach((value, i) => {
    values[i] = value / sum;
  });
}
