import { channelsFirstOrder, sourceOrder } from './sourceValue.ts';

/**
 * The order in which a value of `shape` held in `order` is held after a reshape to `target` that moves nothing; undefined
 * where none exists. Axes that a reshape merges or splits form segments; a segment must lie together in what is held.
 */
export function reshapedOrder(
  shape: readonly number[],
  order: readonly number[],
  target: readonly number[],
): number[] | undefined {
  const heldAxes = order.filter((axis) => shape[axis] !== 1);
  const moved: { readonly position: number; readonly axes: readonly number[] }[] = [];
  for (const segment of segments(shape, target)) {
    const position = heldAxes.indexOf(segment.from[0]!);
    if (segment.from.some((axis, at) => heldAxes[position + at] !== axis)) return undefined;
    moved.push({ position, axes: segment.to });
  }
  const axes = moved.toSorted((a, b) => a.position - b.position).flatMap((segment) => segment.axes);
  return withOnes(target, axes);
}

/** Runs of axes of equal element count, in both shapes; axes of size 1 belong to none. */
function segments(shape: readonly number[], target: readonly number[]) {
  const left = sourceOrder(shape.length).filter((axis) => shape[axis] !== 1);
  const right = sourceOrder(target.length).filter((axis) => target[axis] !== 1);
  const found: { from: number[]; to: number[] }[] = [];
  while (left.length > 0 && right.length > 0) {
    const segment = { from: [left.shift()!], to: [right.shift()!] };
    let [before, after] = [shape[segment.from[0]!]!, target[segment.to[0]!]!];
    while (before !== after) {
      const shorter = before < after ? left : right;
      if (shorter.length === 0) break;
      const axis = shorter.shift()!;
      if (shorter === left) {
        segment.from.push(axis);
        before *= shape[axis]!;
      } else {
        segment.to.push(axis);
        after *= target[axis]!;
      }
    }
    found.push(segment);
  }
  return found;
}

/** Puts the axes of size 1 where the result is the order of our kernels or of the source, else behind their left neighbour. */
function withOnes(target: readonly number[], axes: readonly number[]): number[] {
  const rank = target.length;
  for (const wanted of [channelsFirstOrder(rank), sourceOrder(rank)]) {
    if (wanted.filter((axis) => target[axis] !== 1).join() === axes.join()) return wanted;
  }
  const order = [...axes];
  for (let axis = 1; axis < rank; axis++) {
    if (target[axis] === 1) order.splice(order.indexOf(axis - 1) + 1, 0, axis);
  }
  return order;
}
