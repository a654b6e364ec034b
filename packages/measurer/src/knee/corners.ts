import { workSize as size } from './workImage.ts';

export interface Corner {
  readonly x: number;
  readonly y: number;
  /** What each column of the image is worth as the corner; -Infinity where none can be. */
  readonly scores: Float32Array;
}

/** Columns from the middle of the joint at which the search for the corner starts: nobody's tibia is narrower. */
const nearest = 45;
/** The most that lying elsewhere costs. */
const mostFar = 40;
/** Columns by which the corner may lie elsewhere than expected. */
export const cornerSpread = { usual: 16, posed: 5 } as const;
const rowsBelow = [2, 4, 6, 8, 10, 12, 14, 16];

/**
 * Where the tibia's joint surface ends on one side (`outward` 1 to the right, -1 to the left): the column up to which bright
 * bone lies below `edge` and the dark joint above it, and at which the bone falls off sideways to soft tissue.
 * It is expected at a column, more or less by `spread`.
 */
export function findCorner(
  image: Float32Array,
  rough: Float32Array,
  edge: Float32Array,
  outward: 1 | -1,
  middle: number,
  expected: number,
  spread: number,
): Corner {
  const pixel = (x: number, y: number) =>
    Math.max(0, Math.min(size - 1, y)) * size + Math.max(0, Math.min(size - 1, x));
  const at = (x: number, y: number) => image[pixel(x, y)]!;
  const roughAt = (x: number, y: number) => rough[pixel(x, y)]!;
  const contrast = (x: number) => {
    const y = Math.round(edge[x]!);
    let [below, above] = [0, 0];
    for (let k = 1; k <= 4; k++) {
      below += 0.25 * Math.max(-0.5, at(x, y + k));
      above += 0.25 * Math.max(-1, at(x, y - k));
    }
    // Where the bones touch there is no dark joint above the bright line.
    return below - Math.min(above, 0);
  };
  const sideways = (x: number, y: number) => {
    const inside = at(x, y) + at(x - outward, y) + at(x - 3 * outward, y) + at(x - 5 * outward, y);
    const outside =
      at(x + 2 * outward, y) + at(x + 3 * outward, y) + at(x + 4 * outward, y) + at(x + 6 * outward, y);
    const beyond = 0.5 * (roughAt(x + 5 * outward, y) + roughAt(x + 9 * outward, y));
    const rougher = 0.5 * (roughAt(x - outward, y) + roughAt(x - 5 * outward, y)) - beyond;
    return (
      Math.max(-1, Math.min(1.5, 0.25 * (inside - outside))) +
      Math.max(-1, Math.min(1, rougher)) -
      0.7 * Math.max(0, beyond + 0.5)
    );
  };
  const columns: number[] = [];
  for (let x = Math.round(middle) + nearest * outward; x >= 0 && x < size; x += outward) columns.push(x);
  const contrasts = columns.map(contrast);
  const typical = contrasts.slice(0, 35).sort((a, b) => a - b)[17] ?? 0;
  const threshold = Math.max(0.25, 0.45 * typical);
  let run = 0;
  const scores = new Float32Array(size).fill(Number.NEGATIVE_INFINITY);
  columns.forEach((x, i) => {
    run += Math.max(-1, Math.min(1, (contrasts[i]! - threshold) / threshold));
    const y = Math.round(edge[x]!);
    const fall = rowsBelow.reduce((sum, k) => sum + sideways(x, y + k), 0);
    const far = (x - expected) / spread;
    const score = run + 1.2 * fall - (3 * far * far) / (1 + (3 * far * far) / mostFar);
    scores[x] = score;
  });
  return { ...meanCorner(columns, scores, edge), scores };
}

/** Scores that differ by this make one column e times as likely as the other. */
const temperature = 6;

/** The mean over all columns, each as likely as the exponential of its score: where two are nearly as good, it does not jump between them. */
function meanCorner(
  columns: readonly number[],
  scores: Float32Array,
  edge: Float32Array,
): { x: number; y: number } {
  const top = Math.max(...columns.map((x) => scores[x]!));
  let [sum, x, y] = [0, 0, 0];
  for (const column of columns) {
    const share = Math.exp((scores[column]! - top) / temperature);
    sum += share;
    x += share * column;
    y += share * edge[column]!;
  }
  return { x: x / sum, y: y / sum };
}
