import { integers } from '../../graph/constant.ts';
import { gathered, made, space } from '../../graph/constantOps.ts';
import { countElements, stridesOf } from '../../graph/shape.ts';
import type { Call } from '../call.ts';
import { type Fold, type Folds, withoutBatch } from './fold.ts';

const MOST_AXES = 64;

const fill: Fold = (call, [, value]) => {
  const shape = withoutBatch(call.integers(0, 'shape'));
  if (shape.length > MOST_AXES || shape.some((size) => size < 0)) call.fail(`makes [${shape.slice(0, 8)}]`);
  const data = space(call, countElements(shape), value!);
  return made(call, value!.type, shape, data.fill(value!.data[0] ?? 0));
};

const range: Fold = (call, [start, limit, delta]) => {
  const [from, to, step] = [start!, limit!, delta!].map(({ data }) => data[0] ?? Number.NaN) as [
    number,
    number,
    number,
  ];
  const data = space(call, Math.max(Math.ceil((to - from) / step), 0), start!);
  for (let at = 0; at < data.length; at++) data[at] = from + at * step;
  return made(call, start!.type, [data.length], data);
};

/** Reduces by `step` from `start`, then maps the result. */
function reduce(
  start: number,
  step: (sum: number, x: number) => number,
  finish: (sum: number, count: number) => number = (sum) => sum,
): Fold {
  return (call, [x]) => {
    const rank = x!.shape.length;
    const axes = [...new Set(call.integers(1, 'axes').map((axis) => call.axis(axis, rank)))].filter(
      (axis) => axis < rank,
    );
    const kept = x!.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const order = [...kept, ...axes];
    const strides = stridesOf(x!.shape);
    const moved = gathered(
      call,
      x!,
      order.map((axis) => x!.shape[axis]!),
      order.map((axis) => strides[axis]!),
    );
    const count = countElements(axes.map((axis) => x!.shape[axis]!));
    const data = space(call, countElements(kept.map((axis) => x!.shape[axis]!)), x!);
    for (let at = 0; at < data.length; at++) {
      let sum = start;
      for (let from = at * count; from < (at + 1) * count; from++) sum = step(sum, moved.data[from]!);
      data[at] = finish(sum, count);
    }
    const keeps = call.attributes.boolean('keep_dims', call.attributes.boolean('keepdims'));
    const shape = keeps
      ? x!.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : kept.map((axis) => x!.shape[axis]!);
    return made(call, x!.type, shape, data);
  };
}

/** What Shape, Size and Rank say of anything whose shape is known. */
export function describeShape(call: Call, what: string, shape: readonly number[]) {
  if (what === 'Shape') return integers(call.resultName, shape);
  return integers(call.resultName, [what === 'Rank' ? shape.length : countElements(shape)], []);
}

export const makingFolds: Folds = {
  Fill: fill,
  Range: range,
  Prod: reduce(1, (product, x) => product * x),
  Sum: reduce(0, (sum, x) => sum + x),
  Mean: reduce(
    0,
    (sum, x) => sum + x,
    (sum, count) => sum / count,
  ),
  Max: reduce(-Infinity, Math.max),
  Min: reduce(Infinity, Math.min),
};
