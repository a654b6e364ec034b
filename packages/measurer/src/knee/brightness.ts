import { borderOf } from './kneePose.ts';
import type { KneeTrace } from './kneeTrace.ts';
import { workSize as size } from './workImage.ts';

export interface Brightness {
  /** Mean grey of the whole image, 0 to 1. */
  readonly exposure: number;
  /** Mean grey of bone less that of the soft tissue beside it; absent where the bones reach the borders on both sides. */
  readonly contrast: number | undefined;
  /** The same along the outlines that were traced, wherever they lie: what of it is left where there is no knee. */
  readonly tracedContrast: number | undefined;
}

/** Columns from the border: bone within, soft tissue beside. */
const bone = [5, 24] as const;
const soft = [4, 8] as const;
/** Rows from the joint: below, before the fibula begins, and above, where condyles stand beside soft tissue. */
const rows = { tibia: [4, 22], femur: [12, 50] } as const;
const fewest = 60;
/** Columns between both borders at which the middle between them is taken. */
const alike = 6;

/**
 * Exposure, and how much brighter bone is than the soft tissue just outside it. The places are those of the mean knee as it lies over the image, so
 * that they move with the knee, or of the outline where that is quite different; of each bone and side as many as lie in the image.
 */
export function measureBrightness(work: Float32Array, trace: KneeTrace): Brightness {
  return {
    exposure: work.reduce((a, b) => a + b, 0) / work.length,
    contrast: contrastAt(work, trace, nearer),
    tracedContrast: contrastAt(work, trace, (_, traced) => traced),
  };
}

/** Which border is measured at, given that of the mean knee and that which was traced. */
type Choice = (mean: number, traced: number) => number;

function contrastAt(work: Float32Array, trace: KneeTrace, choose: Choice): number | undefined {
  const { pose, corners } = trace;
  const [inside, outside] = [new Mean(), new Mean()];
  for (const [side, outward] of [
    ['lateral', -1],
    ['medial', 1],
  ] as const)
    for (const [name, down] of [
      ['tibia', 1],
      ['femur', -1],
    ] as const) {
      const [first, last] = rows[name];
      for (let r = first; r <= last; r++) {
        const y = Math.round(pose.row + down * r * pose.size);
        const traced = trace[name][side][Math.max(0, down * (y - Math.round(corners[side].y)))];
        if (traced === undefined || y < 0 || y >= size) continue;
        const x = choose(borderOf(pose, name, side, y), traced);
        for (let k = bone[0]; k <= bone[1]; k++) inside.add(between(work, y, x - outward * k));
        for (let k = soft[0]; k <= soft[1]; k++) outside.add(between(work, y, x + outward * k));
      }
    }
  return outside.count < fewest ? undefined : inside.value - outside.value;
}

/** The border of the mean knee, or that which was traced, the more the farther they lie apart. */
function nearer(mean: number, traced: number): number {
  const apart = traced - mean;
  return mean + apart / (1 + (alike / apart) ** 2);
}

/** Grey in a row at a column between two pixels; nothing outside the image. */
function between(work: Float32Array, y: number, x: number): number | undefined {
  if (!(x >= 0 && x <= size - 1)) return undefined;
  const column = Math.floor(x);
  const [left, right] = [work[y * size + column]!, work[y * size + Math.min(size - 1, column + 1)]!];
  return left + (x - column) * (right - left);
}

class Mean {
  count = 0;
  private sum = 0;
  add(value: number | undefined): void {
    if (value === undefined) return;
    this.sum += value;
    this.count++;
  }
  get value(): number {
    return this.sum / this.count;
  }
}
