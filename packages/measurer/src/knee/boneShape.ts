import type { KneeTrace, Sides } from './kneeTrace.ts';

export interface BoneShape {
  /** Widths along the joint line in work pixels. */
  readonly tibialWidth: number;
  readonly femoralWidth: number;
  /** Angle between the femur's axis and the upright on the tibial plateau in radians, positive in valgus. */
  readonly alignment: number;
}

/** Rows below the plateau whose mean width is the tibia's, and rows above it among which the femur's is sought. */
const tibialRows = [2, 16] as const;
const femoralRows = [15, 80] as const;
/** Uppermost rows of the femur whose middle its axis runs through. */
const axisRows = 25;

/** Widths of the bones and how the femur stands on the tibia. `tilt` is that of the plateau in radians. */
export function measureBones(trace: KneeTrace, tilt: number): BoneShape {
  const along = 1 / Math.cos(tilt);
  const tibial = widths(trace.tibia, ...tibialRows);
  const femoral = widths(trace.femur, ...femoralRows).sort((a, b) => a - b);
  return {
    tibialWidth: (along * tibial.reduce((a, b) => a + b, 0)) / tibial.length,
    femoralWidth: along * femoral[Math.floor(0.9 * (femoral.length - 1))]!,
    alignment: femoralLean(trace) + tilt,
  };
}

function widths({ lateral, medial }: Sides<Float32Array>, from: number, to: number): number[] {
  const rows = Math.min(to + 1, lateral.length, medial.length);
  const found: number[] = [];
  for (let r = from; r < rows; r++) found.push(medial[r]! - lateral[r]!);
  return found;
}

/**
 * Lean of the femur's axis in radians, positive where it runs to the medial side downward: from the middle of the outline in
 * the uppermost rows to the middle of the joint.
 */
function femoralLean({ corners, femur: { lateral, medial } }: KneeTrace): number {
  const joint = 0.5 * (corners.lateral.x + corners.medial.x);
  // Equal rows from the corners lie on a line along the joint, which crosses a turned femur as it crosses an upright one.
  const rows = Math.min(lateral.length, medial.length);
  let [count, x, height] = [0, 0, 0];
  for (let r = Math.max(1, rows - axisRows); r < rows; r++) {
    count++;
    x += 0.5 * (lateral[r]! + medial[r]!);
    height += r;
  }
  return Math.atan2(joint * count - x, height);
}
