import type { Budget } from './budget.ts';
import type { Constant } from './constant.ts';
import { broadcastShapes, countElements, formatDims, stridesOf } from './shape.ts';

/** The node whose constant result is worked out. */
export interface Folding {
  readonly budget: Budget;
  readonly resultName: string;
  fail(message: string): never;
}

/** Space for a folded constant, accounted for before it is taken; f32 stays f32. */
export function space(
  folding: Folding,
  count: number,
  like: Pick<Constant, 'data'>,
): Float32Array | Float64Array {
  if (!Number.isSafeInteger(count) || count < 0) folding.fail(`would make a constant of ${count} elements`);
  folding.budget.spend(count);
  return like.data instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
}

export function made(
  folding: Folding,
  type: Constant['type'],
  shape: readonly number[],
  data: Float32Array | Float64Array,
): Constant {
  if (shape.length > 64) folding.fail(`makes a constant of ${shape.length} axes`);
  return { kind: 'constant', name: folding.resultName, type, shape, data };
}

/** The same values in another shape. */
export function reshaped(folding: Folding, input: Constant, shape: readonly number[]): Constant {
  return made(folding, input.type, shape, input.data);
}

/** A new constant of `shape` whose element at each index is the input's at `offset + sum(index * strides)`. */
export function gathered(
  folding: Folding,
  input: Constant,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): Constant {
  const data = space(folding, countElements(shape), input);
  const index = new Array<number>(shape.length).fill(0);
  let from = offset;
  for (let at = 0; at < data.length; at++) {
    data[at] = input.data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return made(folding, input.type, shape, data);
}

/** Strides that read a constant as if it had been broadcast to `shape`. */
export function broadcastStrides(from: readonly number[], shape: readonly number[]): number[] {
  const strides = stridesOf(from);
  return shape.map((_, axis) => {
    const at = axis - shape.length + from.length;
    return at < 0 || from[at] === 1 ? 0 : strides[at]!;
  });
}

/** Both as if broadcast to their common shape. */
export function broadcastBoth(folding: Folding, a: Constant, b: Constant): [Constant, Constant] {
  const shape = broadcastShapes(a.shape, b.shape);
  if (shape === undefined)
    return folding.fail(`shapes ${formatDims(a.shape)} and ${formatDims(b.shape)} do not broadcast`);
  return [broadcastTo(folding, a, shape), broadcastTo(folding, b, shape)];
}

/** As if it had been broadcast to `shape`. */
export function broadcastTo(folding: Folding, input: Constant, shape: readonly number[]): Constant {
  if (shape.length === input.shape.length && countElements(shape) === input.data.length) return input;
  return gathered(folding, input, shape, broadcastStrides(input.shape, shape));
}
