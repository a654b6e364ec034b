/** States of one column: row of the tibia by gap to the femur. */
export interface SearchGrid {
  readonly columns: number;
  readonly rows: number;
  readonly gaps: number;
}

/** The best pair of edges: per column its row, gap and what it scored there. */
export interface EdgePath {
  readonly tibia: Int32Array;
  readonly gap: Int32Array;
  readonly score: Float32Array;
}

/** What each row costs by which the tibia's edge moves, or the gap changes, from column to column, and the most of them. */
export const slideCost = 0.12;
export const maxSlide = 3;
export const widenCost = 0.18;
export const maxWiden = 2;
const unreachable = -1e9;

/**
 * Follows both edges together from the first column to the last by dynamic programming, so that they cannot cross and neither
 * jumps. `score` holds `rows * gaps` values per column; the path has the highest sum less what its moves cost.
 */
export function followEdges(score: Float32Array, grid: SearchGrid): EdgePath {
  const { columns, rows, gaps } = grid;
  const states = rows * gaps;
  const best = new Float32Array(columns * states);
  best.set(score.subarray(0, states));
  // Rows beyond the first and the last from which no path comes spare the loop every check of bounds.
  const margin = maxSlide * gaps;
  const from = new Float32Array(states + 2 * margin).fill(unreachable);
  const slid = new Float32Array(states);
  for (let c = 1; c < columns; c++) {
    const base = c * states;
    from.set(best.subarray(base - states, base), margin);
    slide(from, slid, gaps);
    for (let start = 0; start < states; start += gaps) widen(slid, best, start, base + start, gaps);
    for (let s = base; s < base + states; s++) best[s] = best[s]! + score[s]!;
  }
  return walkBack(best, score, grid);
}

/** Per state the best over the rows it may have come from. Written out, as this is where the time goes. */
function slide(from: Float32Array, to: Float32Array, gaps: number): void {
  for (let s = 0; s < to.length; s++) {
    const i = s + maxSlide * gaps;
    const one = Math.max(from[i - gaps]!, from[i + gaps]!) - slideCost;
    const two = Math.max(from[i - 2 * gaps]!, from[i + 2 * gaps]!) - 2 * slideCost;
    const three = Math.max(from[i - 3 * gaps]!, from[i + 3 * gaps]!) - 3 * slideCost;
    to[s] = Math.max(Math.max(from[i]!, one), Math.max(two, three));
  }
}

/** The same over the gaps of the row that starts at `start`, written from `out` on. */
function widen(from: Float32Array, to: Float32Array, start: number, out: number, gaps: number): void {
  let [before2, before, at, after] = [unreachable, unreachable, from[start]!, from[start + 1]!];
  for (let g = 0; g < gaps; g++) {
    const after2 = g + 2 < gaps ? from[start + g + 2]! : unreachable;
    const one = Math.max(before, after) - widenCost;
    const two = Math.max(before2, after2) - 2 * widenCost;
    to[out + g] = Math.max(at, Math.max(one, two));
    before2 = before;
    before = at;
    at = after;
    after = after2;
  }
}

/** From the best last state back to the first column; the move into each is found again by trying all that may lead there. */
function walkBack(best: Float32Array, score: Float32Array, { columns, rows, gaps }: SearchGrid): EdgePath {
  const states = rows * gaps;
  const path = {
    tibia: new Int32Array(columns),
    gap: new Int32Array(columns),
    score: new Float32Array(columns),
  };
  let [row, gap] = [0, 0];
  for (let c = columns - 1; c >= 0; c--) {
    const [toRow, toGap] = [row, gap];
    const free = c === columns - 1;
    const [slides, widens] = free ? [rows, gaps] : [maxSlide, maxWiden];
    let top = -Infinity;
    for (let t = Math.max(0, toRow - slides); t <= Math.min(rows - 1, toRow + slides); t++)
      for (let g = Math.max(0, toGap - widens); g <= Math.min(gaps - 1, toGap + widens); g++) {
        const cost = free ? 0 : slideCost * Math.abs(t - toRow) + widenCost * Math.abs(g - toGap);
        const value = best[c * states + t * gaps + g]! - cost;
        if (value > top) {
          top = value;
          row = t;
          gap = g;
        }
      }
    path.tibia[c] = row;
    path.gap[c] = gap;
    path.score[c] = score[c * states + row * gaps + gap]!;
  }
  return path;
}
