import type { Changeable } from '../config/fitModel.ts';

/** What makes one image. */
export interface Shot {
  readonly seed: number;
  readonly labels: Readonly<Record<string, number>>;
  readonly edits: Readonly<Record<string, number>>;
}

/** How far a swing goes of the edit's range. */
const reach = 0.85;
/** The largest value of sin(2 pi p) sin(pi p). */
const swingPeak = 0.7698;

/**
 * What the loop shows at image `index`, `phase` (0 to 1) of the way through it: seeds in order, each label going through its
 * classes, and one edit after another swung there and back, at rest at both ends so that cross-fades show two still images.
 */
export function shotAt({ edits, labels }: Changeable, firstSeed: number, index: number, phase: number): Shot {
  const edit = edits[index % Math.max(1, edits.length)];
  return {
    seed: (firstSeed + index) % Number.MAX_SAFE_INTEGER,
    labels: Object.fromEntries(
      labels.map((label) => [label.name, label.classes > 0 ? index % label.classes : label.default]),
    ),
    edits: edit ? swing(edit.name, edit.range, phase) : {},
  };
}

function swing(name: string, [low, high]: readonly [number, number], phase: number): Record<string, number> {
  const turn = (Math.sin(2 * Math.PI * phase) * Math.sin(Math.PI * phase)) / swingPeak;
  const amount = turn * reach * (turn < 0 ? -low : high);
  // Not -0, and nothing outside the range by rounding.
  return amount === 0 ? {} : { [name]: Math.min(high, Math.max(low, amount)) };
}
