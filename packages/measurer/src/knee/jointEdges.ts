import { type EdgePath, followEdges, type SearchGrid } from './edgePath.ts';
import { workSize as size } from './workImage.ts';

/** Every second column is searched; the tibia is sought in these rows, the femur up to `gaps - 1` rows above it. */
const grid: SearchGrid = { columns: size / 2, rows: 108, gaps: 22 };
const step = 2;
const firstRow = 58;

export interface JointEdges {
  /** Row of the lower edge of the femur and of the upper edge of the tibia, one per column of the image. */
  readonly femur: Float32Array;
  readonly tibia: Float32Array;
  /** How far the edges stand out, one per column, in local standard deviations. */
  readonly strength: Float32Array;
}

/**
 * The two edges of the joint space: the femur's, where grey falls downward, and the tibia's, where it rises again. `image` is
 * locally normalised and blurred; within `notchReach` of the column `middle` the notch opens, where only the tibia counts.
 */
export function findJointEdges(image: Float32Array, middle: number, notchReach: number): JointEdges {
  const states = grid.rows * grid.gaps;
  const score = new Float32Array(grid.columns * states);
  for (let c = 0; c < grid.columns; c++) {
    const column = score.subarray(c * states, (c + 1) * states);
    scoreColumn(image, c * step, Math.abs(c * step - middle) < notchReach, column);
  }
  return refineEdges(image, followEdges(score, grid));
}

/**
 * What each pair of edges in one column is worth. Both edges count, and the weaker of them again, since a joint has two. The
 * space between must be darker than both bones and dark in itself (not sclerotic bone above softer bone); where the bones
 * touch a bright line stands for it. Spaces wider than anyone's cost.
 */
function scoreColumn(image: Float32Array, x: number, inNotch: boolean, out: Float32Array): void {
  const { sums, rise } = columnProfile(image, x);
  const { rows, gaps } = grid;
  for (let t = 0; t < rows; t++) {
    const y = t + firstRow;
    const rising = rise[y]!;
    const below = (sums[y + 6]! - sums[y + 1]!) / 5;
    if (inNotch) {
      const step = below - (sums[y]! - sums[y - 8]!) / 8;
      out.fill(0.4 * rising + 0.3 * Math.max(-1, Math.min(1.5, step)), t * gaps, (t + 1) * gaps);
      continue;
    }
    const touching = 0.2 + Math.max(0, (sums[y + 5]! - sums[y - 4]!) / 9);
    for (let g = 0; g < gaps; g++) {
      const upper = y - g;
      const falling = -rise[upper]!;
      let space = 0.6 * touching;
      if (g >= 2) {
        const above = (sums[upper]! - sums[upper - 5]!) / 5;
        const inside = (sums[y]! - sums[upper + 1]!) / (g - 1);
        const contrast = 0.5 * (above + below) - inside;
        space = 0.6 * (Math.min(1.5, contrast) - 0.5);
        if (g > 3 && inside > -1) space -= 1.2 * (inside + 1) * (g < 11 ? (g - 3) / 8 : 1);
        if (g > 14) space -= 0.04 * (g - 14);
      }
      out[t * gaps + g] = 0.6 * (rising + falling) + 0.8 * Math.min(rising, falling) + space;
    }
  }
}

/** Running sums down a column, and per row how much grey rises from the row above to the row below. */
function columnProfile(image: Float32Array, x: number): { sums: Float64Array; rise: Float32Array } {
  const sums = new Float64Array(size + 1);
  const rise = new Float32Array(size);
  for (let y = 0; y < size; y++) {
    sums[y + 1] = sums[y]! + image[y * size + x]!;
    if (y > 0 && y < size - 1) rise[y] = slope(image, x, y);
  }
  return { sums, rise };
}

function slope(image: Float32Array, x: number, y: number): number {
  return 0.5 * (image[(y + 1) * size + x]! - image[(y - 1) * size + x]!);
}

/** The path at every column, to a fraction of a pixel. */
function refineEdges(image: Float32Array, path: EdgePath): JointEdges {
  const femur = new Float32Array(size);
  const tibia = new Float32Array(size);
  const strength = new Float32Array(size);
  for (let x = 0; x < size; x++) {
    const c = Math.min(grid.columns - 1, Math.floor(x / step));
    const next = Math.min(grid.columns - 1, c + 1);
    const share = x / step - c;
    const between = (values: ArrayLike<number>) => values[c]! + share * (values[next]! - values[c]!);
    const y = Math.round(between(path.tibia)) + firstRow;
    const gap = between(path.gap);
    tibia[x] = steepest(image, x, y, 1);
    // Touching bones have one edge between them, not two.
    femur[x] = gap < 1.5 ? tibia[x]! : Math.min(tibia[x]!, steepest(image, x, Math.round(y - gap), -1));
    strength[x] = between(path.score);
  }
  return { femur, tibia, strength };
}

/** Row of the steepest rise (`sign` 1) or fall (-1) within a pixel of `y`: the top of a parabola through three slopes. */
function steepest(image: Float32Array, x: number, y: number, sign: 1 | -1): number {
  const before = sign * slope(image, x, y - 1);
  const at = sign * slope(image, x, y);
  const after = sign * slope(image, x, y + 1);
  const bend = before - 2 * at + after;
  return bend < 0 ? y + Math.max(-1, Math.min(1, (0.5 * (before - after)) / bend)) : y;
}
