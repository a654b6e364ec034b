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
/** Poses that the search starts from; from the likeliest `tried` of them it climbs. */
const starts = { shifts: [-16, -8, 0, 8, 16], scales: [0.88, 0.94, 1, 1.06, 1.12], leans: [-6, 0, 6] };
const tried = 3;
/** First steps of shift, scale, lean and row, how often they are halved, and the most moves of one step size. */
const firstSteps = [4, 0.03, 3, 1.5] as const;
const halvings = 4;
const mostMoves = 20;
/** Rounds in which each part of the pose is set to the top of a parabola, and the share of its first step over which that is laid. */
const refinements = 4;
const bend = 0.5;
/** What three rows between the knee's plateau and the tibia's edge cost: the edge is about right, but it may step aside at a place. */
const asideCost = 0.003;
const aside = 3;

/**
 * What the search sees of exact changes, by 30 training and 30 synthetic knees: shares of an enlargement and of a lean, which lie
 * nearer the mean than they are, and degrees of lean for each degree by which the whole image is turned.
 */
const seen = { enlargement: 0.67, lean: 0.69, turn: 0.5 };

/** `row` is counted from the tibia's edge. */
type Pose = readonly [shift: number, scale: number, lean: number, row: number];

interface Tried {
  readonly pose: Pose;
  readonly worth: number;
}

/**
 * Lays the mean of many knees over the image, along the tibia's edge: which shift, scale and lean of the femur give the highest
 * weighted correlation of locally normalised grey. The whole picture has a say, so that it follows where one border would jump.
 */
export function findPose({ even, edges }: Pick<KneeTrace, 'even' | 'edges'>): KneePose {
  const image = blur(even, 4, 4);
  const { row, slope } = plateauLine(edges.tibia);
  const attempt = (pose: Pose): Tried => {
    const away = pose[3] / aside;
    return { pose, worth: likeness(image, row, slope, pose) - asideCost * away * away };
  };
  const first = starts.shifts.flatMap((shift) =>
    starts.scales.flatMap((scale) => starts.leans.map((lean) => attempt([shift, scale, lean, 0]))),
  );
  const tops = first
    .sort(byWorth)
    .slice(0, tried)
    .map((start) => climb(start, attempt));
  const [shift, scale, lean, up] = refine(tops.sort(byWorth)[0]!, attempt).pose;
  const turn = (Math.atan(slope) * 180) / Math.PI;
  return {
    shift,
    row: row + up,
    slope,
    size: 1 + (scale - 1) / seen.enlargement,
    lean: (lean - seen.turn * turn) / seen.lean,
  };
}

function byWorth(a: Tried, b: Tried): number {
  return b.worth - a.worth;
}

function moved(pose: Pose, at: number, by: number): Pose {
  return pose.map((value, i) => (i === at ? value + by : value)) as unknown as Pose;
}

/** Steps along one part of the pose after another for as long as it gets better, then with half the steps. */
function climb(start: Tried, attempt: (pose: Pose) => Tried): Tried {
  let best = start;
  for (let halved = 0; halved < halvings; halved++) {
    for (let moves = 0, from: Tried | undefined; from !== best && moves < mostMoves; moves++) {
      from = best;
      firstSteps.forEach((step, at) => {
        for (const sign of [-1, 1]) {
          const next = attempt(moved(best.pose, at, (sign * step) / 2 ** halved));
          if (next.worth > best.worth) best = next;
        }
      });
    }
  }
  return best;
}

/**
 * The tops of parabolas laid over the best pose. They are wider than the last steps on purpose, and are taken even where the top
 * itself is a trace less likely: an answer that climbs to the very top stands still on small bumps, then jumps, where an image changes evenly.
 */
function refine(start: Tried, attempt: (pose: Pose) => Tried): Tried {
  let found = start;
  for (let round = 0; round < refinements; round++)
    firstSteps.forEach((step, at) => {
      const reach = bend * step;
      const below = attempt(moved(found.pose, at, -reach)).worth;
      const above = attempt(moved(found.pose, at, reach)).worth;
      const curve = below + above - 2 * found.worth;
      if (!(curve < 0)) return;
      const top = Math.max(-1, Math.min(1, (0.5 * (below - above)) / curve));
      found = attempt(moved(found.pose, at, top * reach));
    });
  return found;
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
function likeness(image: Float32Array, edge: number, slope: number, [shift, scale, lean, up]: Pose): number {
  const { columns, rows, step, left, top, grey, weights } = meanKnee;
  const row = edge + up;
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
