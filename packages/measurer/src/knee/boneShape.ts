import type { KneeTrace, Sides } from './kneeTrace.ts';

export interface BoneShape {
  /** Widths along the joint line in work pixels. */
  readonly tibialWidth: number;
  readonly femoralWidth: number;
}

/** Rows below the plateau whose mean width is the tibia's, and rows above it among which the femur's is sought. */
const tibialRows = [2, 16] as const;
const femoralRows = [15, 80] as const;

/** Widths of the bones. `tilt` is that of the plateau in radians. */
export function measureBones(trace: KneeTrace, tilt: number): BoneShape {
  const along = 1 / Math.cos(tilt);
  const tibial = widths(trace.tibia, ...tibialRows);
  const femoral = widths(trace.femur, ...femoralRows).sort((a, b) => a - b);
  return {
    tibialWidth: (along * tibial.reduce((a, b) => a + b, 0)) / tibial.length,
    femoralWidth: along * femoral[Math.floor(0.9 * (femoral.length - 1))]!,
  };
}

function widths({ lateral, medial }: Sides<Float32Array>, from: number, to: number): number[] {
  const rows = Math.min(to + 1, lateral.length, medial.length);
  const found: number[] = [];
  for (let r = from; r < rows; r++) found.push(medial[r]! - lateral[r]!);
  return found;
}
