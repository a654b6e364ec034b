import { editsOf } from '../modelFile/editsOf.ts';
import type { Curve, Edit, Graph, LabelMove } from '../modelFile/model.ts';
import { inverse, valueAt } from './curve.ts';
import type { ImageOptions } from './options.ts';

/** What the edits of a call come to. */
export interface EditMoves {
  /** Multiples of vectors that are added to latents. */
  readonly latents: readonly { readonly tensor: string; readonly vector: string; readonly step: number }[];
  /** Where among its classes each moved label ends: 1.25 is three parts of class 1 and one of class 2. */
  readonly positions: ReadonlyMap<string, number>;
}

/**
 * An edit that moves a label stops at the label's ends, and its vector stops with it. Several edits of one label follow each other
 * in the file's order.
 * @param classOf the index that the call, or the model's default, gives a one-hot label
 */
export function editMoves(
  graph: Graph,
  { edits = {} }: ImageOptions,
  classOf: (label: string) => number,
): EditMoves {
  const latents: EditMoves['latents'][number][] = [];
  const positions = new Map<string, number>();
  for (const { name, tensor, vector, label, calibration } of editsOf(graph)) {
    const amount = edits[name] ?? 0;
    if (amount === 0) continue;
    let step = calibration ? valueAt(calibration, amount) : amount;
    if (label) {
      const from = positions.get(label.tensor) ?? classOf(label.tensor);
      const moved = moveLabel(label, classesOf(graph, label) - 1, from, step);
      positions.set(label.tensor, moved.position);
      step = moved.step;
    }
    if (tensor !== undefined && vector !== undefined) latents.push({ tensor, vector, step });
  }
  return { latents, positions };
}

/**
 * The amounts of an edit between which a label that it moves has not reached its ends, cut to the edit's range; the whole range
 * where it moves none.
 * @param from the class that the label has without the edit
 */
export function editReach(
  graph: Graph,
  { label, calibration, range: [low, high] }: Edit,
  from: number,
): readonly [number, number] {
  if (!label) return [low, high];
  const curve = valuesOf(label, classesOf(graph, label) - 1);
  const start = valueAt(inverse(curve), from);
  const [least, most] = [curve[0]![0] - start, curve.at(-1)![0] - start].map((step) =>
    calibration ? valueAt(inverse(calibration), step) : step,
  ) as [number, number];
  return [Math.max(low, least), Math.min(high, most)];
}

function valuesOf({ positions }: LabelMove, end: number): Curve {
  return (
    positions ?? [
      [0, 0],
      [end, end],
    ]
  );
}

function classesOf({ inputs }: Graph, { tensor }: LabelMove): number {
  return inputs.find(({ name }) => name === tensor)!.shape[1] as number;
}

/** The new position, and how many steps could be made. */
function moveLabel(label: LabelMove, end: number, from: number, step: number) {
  const curve = valuesOf(label, end);
  const [lowest, highest] = [curve[0]![0], curve.at(-1)![0]];
  const start = valueAt(inverse(curve), from);
  const value = Math.min(highest, Math.max(lowest, start + step));
  return { position: valueAt(curve, value), step: value - start };
}

/** The weights of `classes` classes at a position, shared linearly between its two neighbours. */
export function weightsAt(position: number, classes: number): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(classes);
  const lower = Math.min(Math.floor(position), classes - 1);
  const share = position - lower;
  weights[lower] = 1 - share;
  if (share > 0) weights[lower + 1] = share;
  return weights;
}
