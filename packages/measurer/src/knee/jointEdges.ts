import { edgeLikelihoods } from './edgeLikelihoods.ts';
import { type EdgePath, followEdges, type SearchGrid } from './edgePath.ts';
import { workSize as size } from './workImage.ts';

/** Every second column is searched; the tibia is sought in these rows, the femur up to `gaps - 1` rows above it. */
const grid: SearchGrid = { columns: size / 2, rows: 108, gaps: 36 };
const step = 2;
const firstRow = 58;
/** By how much a space may be less dark than it should be before that counts no more: bright soft tissue lies in some. */
const brightest = 0.25;

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
  // Whether bones touch is for the best path to say: one line can be drawn in fewer ways than two edges, and would lose by that.
  const path = followEdges(score, grid);
  return meanEdges(image, score, edgeLikelihoods(score, grid), path);
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
        if (g > 3 && inside > -1) space -= 1.2 * Math.min(brightest, inside + 1) * (g < 11 ? (g - 3) / 8 : 1);
        if (g > 26) space -= 0.04 * (g - 26);
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

/** What the likely paths say at every column: means of rows to a fraction of a pixel, of gaps, of scores. */
function meanEdges(
  image: Float32Array,
  score: Float32Array,
  likely: Float32Array,
  path: EdgePath,
): JointEdges {
  const found = Array.from({ length: grid.columns }, (_, c) =>
    path.gap[c]! < narrowest
      ? { tibia: steepest(image, c * step, path.tibia[c]! + firstRow, 1), gap: 0, strength: path.score[c]! }
      : meanColumn(image, score, likely, c),
  );
  const at = (pick: (column: MeanColumn) => number) =>
    Float32Array.from({ length: size }, (_, x) => {
      const before = pick(found[Math.floor(x / step)]!);
      const after = pick(found[Math.min(grid.columns - 1, Math.ceil(x / step))]!);
      return before + ((x % step) / step) * (after - before);
    });
  return {
    femur: at(({ tibia, gap }) => tibia - gap),
    tibia: at(({ tibia }) => tibia),
    strength: at(({ strength }) => strength),
  };
}

interface MeanColumn {
  readonly tibia: number;
  readonly gap: number;
  readonly strength: number;
}

/** States that are less likely than this share of the likeliest are left out. */
const unlikely = 1e-3;

/** Bones less apart than this touch: they have one edge between them, not two. */
const narrowest = 2;

/** The mean over the peaks of likelihood, each as heavy as it is high: over pairs of edges, not over what lies around them. */
function meanColumn(image: Float32Array, score: Float32Array, likely: Float32Array, c: number): MeanColumn {
  const { rows, gaps } = grid;
  const x = c * step;
  const from = c * rows * gaps;
  const column = likely.subarray(from, from + rows * gaps);
  for (let row = 0; row < column.length; row += gaps) column.fill(0, row, row + narrowest);
  const least = unlikely * column.reduce((a, b) => Math.max(a, b), 0);
  let [sum, tibia, gap, strength] = [0, 0, 0, 0];
  for (let state = 0; state < column.length; state++) {
    const share = column[state]!;
    const wide = state % gaps;
    if (wide < narrowest || share < least || !isPeak(column, state)) continue;
    const y = Math.floor(state / gaps) + firstRow;
    const lower = steepest(image, x, y, 1);
    sum += share;
    tibia += share * lower;
    strength += share * score[from + state]!;
    gap += share * Math.max(0, lower - steepest(image, x, y - wide, -1));
  }
  return { tibia: tibia / sum, gap: gap / sum, strength: strength / sum };
}

/** Whether none of the states around is likelier. */
function isPeak(column: Float32Array, state: number): boolean {
  const { rows, gaps } = grid;
  const [t, g] = [Math.floor(state / gaps), state % gaps];
  for (let row = Math.max(0, t - 1); row <= Math.min(rows - 1, t + 1); row++)
    for (let gap = Math.max(0, g - 1); gap <= Math.min(gaps - 1, g + 1); gap++)
      if (column[row * gaps + gap]! > column[state]!) return false;
  return true;
}

/** Row of the steepest rise (`sign` 1) or fall (-1) within a pixel of `y`: the top of a parabola through three slopes. */
function steepest(image: Float32Array, x: number, y: number, sign: 1 | -1): number {
  const before = sign * slope(image, x, y - 1);
  const at = sign * slope(image, x, y);
  const after = sign * slope(image, x, y + 1);
  const bend = before - 2 * at + after;
  return bend < 0 ? y + Math.max(-1, Math.min(1, (0.5 * (before - after)) / bend)) : y;
}
