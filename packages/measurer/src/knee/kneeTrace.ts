import { type Corner, cornerSpread, findCorner } from './corners.ts';
import { blur, normalise } from './filters.ts';
import { findJointEdges, type JointEdges } from './jointEdges.ts';
import { borderOf, findPose, type KneePose } from './kneePose.ts';
import { traceOutline } from './outlines.ts';
import { roughness } from './texture.ts';
import { workSize } from './workImage.ts';

/** Both sides of something, as a right knee shows them: lateral on the left of the image, medial on the right. */
export interface Sides<T> {
  readonly lateral: T;
  readonly medial: T;
}

/** The outlines of a knee in work pixels, before anything is measured. */
export interface KneeTrace {
  readonly edges: JointEdges;
  /** Where the tibia's joint surface ends. */
  readonly corners: Sides<Corner>;
  /** Column of the bone's outer border per row away from the corner. */
  readonly tibia: Sides<Float32Array>;
  readonly femur: Sides<Float32Array>;
  /** The image normalised over a small neighbourhood. */
  readonly even: Float32Array;
  /** That blurred a little, and the image normalised over a large neighbourhood, as the checks need them. */
  readonly near: Float32Array;
  readonly wide: Float32Array;
  readonly pose: KneePose;
}

/** Share of the tibia's width on each side of the middle that belongs to the notch and the spines. */
const notchShare = 0.15;
const usualWidth = 172;
/** Usual distance of the tibia's corners from the notch. */
const usualHalf = 94;
/** Rows of the tibia's outline that its corner stands above. */
const cornerRows = [2, 8] as const;

/** Follows joint and bones of a right knee given at `workSize`. Finds something in any image: checks.ts tells whether it is a knee. */
export function traceKnee(work: Float32Array): KneeTrace {
  const even = normalise(work, 20);
  const near = blur(even, 1.5, 1);
  const rough = roughness(work);
  let middle = workSize / 2;
  let edges = findJointEdges(near, middle, notchShare * usualWidth);
  const cornersAbout = (at: number) =>
    findCorners(
      near,
      rough,
      edges,
      at,
      { lateral: at - usualHalf, medial: at + usualHalf },
      cornerSpread.usual,
    );
  let corners = cornersAbout(middle);
  const width = corners.medial.x - corners.lateral.x;
  const centre = 0.5 * (corners.medial.x + corners.lateral.x);
  // The notch lay elsewhere than assumed: once more with it in its place.
  if (Math.abs(centre - middle) > 8 || Math.abs(width / usualWidth - 1) > 0.15) {
    middle = centre;
    edges = findJointEdges(near, middle, notchShare * width);
    corners = cornersAbout(middle);
  }
  // Twice one of several bright lines could be the border: the mean knee says which.
  const pose = findPose({ even, edges });
  const posed = {
    lateral: borderOf(pose, 'tibia', 'lateral', pose.row),
    medial: borderOf(pose, 'tibia', 'medial', pose.row),
  };
  corners = findCorners(near, rough, edges, middle, posed, cornerSpread.posed);
  const fine = blur(normalise(work, 16), 1, 1.5);
  const wide = normalise(work, 45);
  const tilt = Math.atan2(corners.medial.y - corners.lateral.y, corners.medial.x - corners.lateral.x);
  const outline = (bone: 'tibia' | 'femur', side: keyof Sides<unknown>) =>
    traceOutline(
      fine,
      rough,
      corners[side],
      bone === 'tibia' ? 1 : -1,
      side === 'medial' ? 1 : -1,
      tilt,
      (y) => borderOf(pose, bone, side, y),
    );
  const tibia = {
    lateral: outline('tibia', 'lateral'),
    medial: outline('tibia', 'medial'),
  };
  corners = {
    lateral: refineCorner(corners.lateral, tibia.lateral),
    medial: refineCorner(corners.medial, tibia.medial),
  };
  const femur = {
    lateral: outline('femur', 'lateral'),
    medial: outline('femur', 'medial'),
  };
  return { edges, corners, tibia, femur, even, near, wide, pose };
}

function findCorners(
  image: Float32Array,
  rough: Float32Array,
  edges: JointEdges,
  middle: number,
  expected: Sides<number>,
  spread: number,
): Sides<Corner> {
  return {
    lateral: findCorner(image, rough, edges.tibia, -1, middle, expected.lateral, spread),
    medial: findCorner(image, rough, edges.tibia, 1, middle, expected.medial, spread),
  };
}

/** The corner once more from the outline below it, which more rows have a say in. */
function refineCorner(corner: Corner, outline: Float32Array): Corner {
  const top = outline.subarray(cornerRows[0], cornerRows[1] + 1);
  const x = top.reduce((a, b) => a + b, 0) / top.length;
  // The row stays that from which the outline was traced.
  return { ...corner, x };
}
