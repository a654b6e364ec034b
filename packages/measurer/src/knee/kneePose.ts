import { blur } from './filters.ts';
import type { KneeTrace, Sides } from './kneeTrace.ts';
import { meanKnee } from './meanKnee.ts';
import { workSize as size } from './workImage.ts';

/** Where the mean knee lies over a knee, and what that knee is like against it. */
export interface KneePose {
  /** Columns by which its middle lies beside that of the image. */
  readonly shift: number;
  /** Row and slope of the tibia's plateau in the middle of the image. */
  readonly row: number;
  readonly slope: number;
  /** Size, 1 where equal. */
  readonly size: number;
  /** Lean of the femur against the plateau in degrees, positive in valgus, 0 as in the mean knee. */
  readonly lean: number;
}

/** Columns on both sides of the middle over which the tibia's edge is taken for a straight line. */
const plateau = [25, 75] as const;
/** Starts of the search, its first steps, how often they are halved, and the most moves of one step size. */
const starts = { shifts: [-16, -8, 0, 8, 16], scales: [0.88, 0.94, 1, 1.06, 1.12], leans: [-6, 0, 6] };
const firstSteps = [4, 0.03, 3] as const;
const halvings = 6;
const mostMoves = 20;

/**
 * What the search sees of exact changes, by 30 training and 30 synthetic knees: shares of an enlargement and of a lean, which lie
 * nearer the mean than they are, and degrees of lean for each degree by which the whole image is turned.
 */
const seen = { enlargement: 0.67, lean: 0.69, turn: 0.5 };

type Pose = readonly [shift: number, scale: number, lean: number];

/**
 * Lays the mean of many knees over the image, along the tibia's edge: which shift, scale and lean of the femur give the highest
 * weighted correlation of locally normalised grey. The whole picture has a say, so that it follows where one border would jump.
 */
export function findPose({ even, edges }: Pick<KneeTrace, 'even' | 'edges'>): KneePose {
  const image = blur(even, 3, 3);
  const { row, slope } = plateauLine(edges.tibia);
  let best: Pose = [0, 1, 0];
  let top = Number.NEGATIVE_INFINITY;
  const consider = (pose: Pose) => {
    const found = likeness(image, row, slope, pose);
    if (!(found > top)) return false;
    [best, top] = [pose, found];
    return true;
  };
  for (const shift of starts.shifts)
    for (const scale of starts.scales) for (const lean of starts.leans) consider([shift, scale, lean]);
  for (let part = 1; part >= 0.5 ** (halvings - 1); part /= 2)
    for (let moves = 0, moved = true; moved && moves < mostMoves; moves++) {
      moved = false;
      firstSteps.forEach((step, at) => {
        for (const sign of [-1, 1]) {
          const next = best.map((value, i) => (i === at ? value + sign * step * part : value));
          if (consider(next as unknown as Pose)) moved = true;
        }
      });
    }
  const turn = (Math.atan(slope) * 180) / Math.PI;
  return {
    shift: best[0],
    row,
    slope,
    size: 1 + (best[1] - 1) / seen.enlargement,
    lean: (best[2] - seen.turn * turn) / seen.lean,
  };
}

/** Columns from its middle at which the mean knee's bones end beside the joint: medians of the outlines of 145 generated knees. */
const borders = { tibia: { lateral: 99, medial: 97 }, femur: { lateral: 101, medial: 101 } };

/** Column at which the mean knee, laid over the image, has the border of a bone in row `y`. */
export function borderOf(
  pose: KneePose,
  bone: keyof typeof borders,
  side: keyof Sides<unknown>,
  y: number,
): number {
  const beside = (side === 'medial' ? 1 : -1) * borders[bone][side] * pose.size;
  const above = pose.row + pose.slope * (pose.shift + beside) - y;
  const leaned = bone === 'femur' && above > 0 ? leanAt(pose.lean, above) : 0;
  return size / 2 + pose.shift + beside + above * pose.slope - leaned;
}

/** Columns by which a femur that leans by `lean` degrees is moved `height` rows above the joint. */
function leanAt(lean: number, height: number): number {
  return (Math.tan((lean * Math.PI) / 180) * height * height) / (height + 10);
}

function plateauLine(edge: Float32Array): { row: number; slope: number } {
  let [count, sum, product, squares] = [0, 0, 0, 0];
  for (let d = plateau[0]; d < plateau[1]; d++)
    for (const u of [-d, d]) {
      count++;
      sum += edge[size / 2 + u]!;
      product += u * edge[size / 2 + u]!;
      squares += u * u;
    }
  return { row: sum / count, slope: product / squares };
}

/** Weighted correlation of the image with the mean knee, as far as that lies in the image. */
function likeness(image: Float32Array, row: number, slope: number, [shift, scale, lean]: Pose): number {
  const { columns, rows, step, left, top, grey, weights } = meanKnee;
  const cos = scale / Math.hypot(1, slope);
  const sin = slope * cos;
  let [sum, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let j = 0; j < rows; j++) {
    const v = top + j * step;
    const sheared = v < 0 ? leanAt(lean, -v) : 0;
    for (let i = 0; i < columns; i++) {
      const weight = weights[j * columns + i]!;
      const u = left + i * step - sheared;
      const x = size / 2 + shift + u * cos - v * sin;
      const y = row + slope * shift + u * sin + v * cos;
      if (weight === 0 || !(x >= 0 && y >= 0 && x < size - 1 && y < size - 1)) continue;
      const [column, line] = [Math.floor(x), Math.floor(y)];
      const [right, down] = [x - column, y - line];
      const at = line * size + column;
      const upper = image[at]! + right * (image[at + 1]! - image[at]!);
      const lower = image[at + size]! + right * (image[at + size + 1]! - image[at + size]!);
      const value = upper + down * (lower - upper);
      const mean = grey[j * columns + i]!;
      sum += weight;
      a += weight * value;
      b += weight * mean;
      aa += weight * value * value;
      bb += weight * mean * mean;
      ab += weight * value * mean;
    }
  }
  return (ab - (a * b) / sum) / Math.sqrt((aa - (a * a) / sum) * (bb - (b * b) / sum) + 1e-9);
}
