import type { KneeTrace } from './kneeTrace.ts';
import { workSize as size } from './workImage.ts';

export interface Brightness {
  /** Mean grey of the whole image, 0 to 1. */
  readonly exposure: number;
  /** Mean grey of bone less that of the soft tissue beside it; absent where the bones reach the borders on both sides. */
  readonly contrast: number | undefined;
}

/** Columns from the outline: bone within, soft tissue beside. */
const bone = [5, 24] as const;
const soft = [4, 11] as const;
/** Rows from the joint: below, before the fibula begins, and above, where condyles stand beside soft tissue. */
const tibialRows = [4, 22] as const;
const femoralRows = [12, 50] as const;
const fewest = 60;

/** Exposure, and how much brighter bone is than the soft tissue just outside its outline. */
export function measureBrightness(work: Float32Array, trace: KneeTrace): Brightness {
  const [inside, outside] = [new Mean(), new Mean()];
  const take = (line: Float32Array, corner: number, down: 1 | -1, outward: 1 | -1) => {
    const [first, last] = down > 0 ? tibialRows : femoralRows;
    for (let r = first; r <= Math.min(last, line.length - 1); r++) {
      const row = (Math.round(corner) + down * r) * size;
      const x = line[r]!;
      for (let k = bone[0]; k <= bone[1]; k++) inside.add(between(work, row, x - outward * k));
      for (let k = soft[0]; k <= soft[1]; k++) {
        const column = x + outward * k;
        if (column >= 0 && column <= size - 1) outside.add(between(work, row, column));
      }
    }
  };
  for (const [side, outward] of [
    ['lateral', -1],
    ['medial', 1],
  ] as const) {
    take(trace.tibia[side], trace.corners[side].y, 1, outward);
    take(trace.femur[side], trace.corners[side].y, -1, outward);
  }
  return {
    exposure: work.reduce((a, b) => a + b, 0) / work.length,
    contrast: outside.count < fewest ? undefined : inside.value - outside.value,
  };
}

/** Grey in a row at a column between two pixels. */
function between(work: Float32Array, row: number, x: number): number {
  const column = Math.floor(x);
  const [left, right] = [work[row + column]!, work[row + Math.min(size - 1, column + 1)]!];
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
