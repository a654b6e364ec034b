import type { Corner } from './corners.ts';
import { meanPath } from './meanPath.ts';
import { workSize as size } from './workImage.ts';

const inwardReach = 60;
const outwardReach = 34;

type BoneSide = 'tibia' | 'femurMedial' | 'femurLateral';
type Course = readonly (readonly [row: number, offset: number])[];

/** Usual course of an outline: columns outside the tibia's corner at rows away from the joint, as read from training knees. */
const usual: Record<BoneSide, Course> = {
  tibia: [
    [0, 0],
    [10, 2],
    [30, -1],
    [60, -17],
    [100, -42],
  ],
  femurMedial: [
    [0, 0],
    [12, 8],
    [35, 13],
    [60, 13],
    [85, 4],
    [130, -18],
  ],
  femurLateral: [
    [0, 0],
    [12, 4],
    [35, 7],
    [60, 8],
    [85, 0],
    [130, -18],
  ],
};

function usualOffset(course: Course, row: number): number {
  let [fromRow, fromOffset] = course[0]!;
  for (const [toRow, toOffset] of course) {
    if (row <= toRow)
      return fromOffset + ((toOffset - fromOffset) * (row - fromRow)) / Math.max(1, toRow - fromRow);
    [fromRow, fromOffset] = [toRow, toOffset];
  }
  return fromOffset;
}

/** The most that a place far from the mean knee's border costs a tibia in a row: one that is quite different is still followed. */
const mostAway = 1.5;
/** Rows below the corner after which the tibia's outline counts less, as the fibula may lie over it. */
const clearRows = 35;

/**
 * Scores that differ by this over a whole outline make one e times as likely as the other: rows near each other say nearly the
 * same, and a bone has some thirty of them that tell.
 */
const temperatures = { tibia: 6, femur: 2 };

/**
 * The outer border of a bone from the tibia's corner away from the joint (`bone` 1 downward, -1 upward), one column per row:
 * where a bright rim with rough bone inward meets darker, smooth soft tissue outward. The mean over all paths from row to row, each as
 * likely as the exponential of its score (forward and backward passes), so that the outline moves smoothly with the image where the best path
 * alone would jump from one border to another. The tibia may start wherever a corner can be and bends as tibias do, held
 * near the `border` that the mean knee has there; the femur is held near its usual place beside that corner.
 * Both turn with `tilt`. `image` is locally normalised. Index 0 is the row of the corner.
 */
export function traceOutline(
  image: Float32Array,
  rough: Float32Array,
  corner: Corner,
  bone: 1 | -1,
  outward: 1 | -1,
  tilt: number,
  border: (y: number) => number,
): Float32Array {
  const isTibia = bone > 0;
  const course = usual[isTibia ? 'tibia' : outward > 0 ? 'femurMedial' : 'femurLateral'];
  const start = Math.round(corner.y);
  const rows = isTibia ? size - start : start + 1;
  const reach = inwardReach + outwardReach + 1;
  const first = Math.round(corner.x);
  const column = (i: number) => first + outward * (i - inwardReach);
  // The corner lies between columns; so does what is expected beside it.
  const rest = outward * (corner.x - first);
  const turned = outward * bone * Math.tan(tilt);
  const scores = new Float32Array(rows * reach);
  const bends = new Float32Array(rows);
  for (let i = 0; i < reach; i++)
    scores[i] = isTibia
      ? 2 * (corner.scores[column(i)] ?? Number.NEGATIVE_INFINITY)
      : -0.15 * Math.abs(i - inwardReach - rest);
  for (let r = 1; r < rows; r++) {
    const y = start + bone * r;
    const expected = isTibia
      ? inwardReach + outward * (border(y) - first) + usualOffset(course, r)
      : inwardReach + rest + usualOffset(course, r) - turned * r;
    const spread = (isTibia ? 6 : 7) + 0.06 * r;
    const weight = isTibia && r > clearRows ? 0.4 : 1;
    bends[r] = isTibia ? usualOffset(course, r) - usualOffset(course, r - 1) - turned : 0;
    for (let i = 0; i < reach; i++) {
      const x = column(i);
      const away = 0.5 * ((i - expected) / spread) ** 2;
      const place = isTibia ? away / (1 + away / mostAway) : away;
      const inImage = x >= 1 && x < size - 1;
      scores[r * reach + i] = weight * (inImage ? borderScore(image, rough, x, y, outward) - place : -3);
    }
  }
  const bendCost = isTibia ? 0.3 : 0.1;
  const means = meanPath(
    scores,
    reach,
    temperatures[isTibia ? 'tibia' : 'femur'],
    (r, move) => -bendCost * Math.abs(move - bends[r]!),
  );
  return means.map((mean) => Math.max(0, Math.min(size - 1, first + outward * (mean - inwardReach))));
}

/** How much a pixel looks like the border of bone: a fall of grey over two pixels and over the neighbourhood, and of roughness. */
function borderScore(
  image: Float32Array,
  rough: Float32Array,
  x: number,
  y: number,
  outward: 1 | -1,
): number {
  const at = (k: number) => y * size + Math.max(0, Math.min(size - 1, x + k * outward));
  const rim = image[at(0)]! - image[at(2)]!;
  const outside = (image[at(2)]! + image[at(4)]! + image[at(6)]!) / 3;
  const inside = (image[at(-1)]! + image[at(-4)]! + image[at(-7)]!) / 3;
  const within = (rough[at(-1)]! + rough[at(-5)]! + rough[at(-10)]!) / 3;
  const beyond = (rough[at(5)]! + rough[at(8)]! + rough[at(11)]!) / 3;
  return (
    Math.min(1.2, rim) +
    0.5 * Math.max(-1, Math.min(1, inside - outside)) -
    0.3 * Math.max(0, outside + 0.2) +
    1.3 * Math.max(-1, Math.min(1.2, within - beyond)) -
    // Bone may go on beyond a bright line inside it: what lies outside must be smooth.
    0.7 * Math.max(0, beyond + 0.5)
  );
}
