import { BATCH, broadcastShapes, countElements, formatDims, stridesOf } from '../../graph/shape.ts';
import type { Call } from '../call.ts';
import type { Constant } from '../constant.ts';
import {
  axisOf,
  flattened,
  reshapedTo,
  slicedRanges,
  splitSizes,
  squeezed,
  unsqueezed,
} from '../layoutShape.ts';
import { broadcastTo, type Fold, gathered, made, reshaped, space } from './constantOps.ts';

const transpose: Fold = (call, [x]) => {
  const perm = call.integers('perm') ?? x!.shape.map((_, axis) => x!.shape.length - 1 - axis);
  const strides = stridesOf(x!.shape);
  if (perm.length !== strides.length || perm.some((axis) => strides[axis] === undefined)) {
    call.fail(`perm is [${perm}] for ${formatDims(x!.shape)}`);
  }
  return gathered(
    call,
    x!,
    perm.map((axis) => x!.shape[axis]!),
    perm.map((axis) => strides[axis]!),
  );
};

const concat: Fold = (call, inputs) => {
  const axis = axisOf(call, call.integer('axis', 0), inputs[0]!.shape.length);
  const sizes = inputs.map((input) => input.shape[axis] ?? 0);
  const shape = inputs[0]!.shape.with(
    axis,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const outer = countElements(shape.slice(0, axis));
  const data = space(call, countElements(shape), inputs[0]!);
  let at = 0;
  for (let block = 0; block < outer; block++) {
    for (const input of inputs) {
      const length = input.data.length / outer;
      data.set(input.data.subarray(block * length, (block + 1) * length), at);
      at += length;
    }
  }
  return made(call, inputs[0]!.type, shape, data);
};

const slice: Fold = (call, [x]) => {
  const shape = [...x!.shape];
  const strides = stridesOf(shape);
  let offset = 0;
  for (const range of slicedRanges(call, x!.shape)) {
    offset += range.start * strides[range.axis]!;
    strides[range.axis]! *= range.step;
    shape[range.axis] = range.count;
  }
  return gathered(call, x!, shape, strides, offset);
};

/** Rows of `x` along an axis, in the order of `rows`. */
function take(call: Call, x: Constant, axis: number, rows: ArrayLike<number>): Constant {
  const inner = countElements(x.shape.slice(axis + 1));
  const outer = countElements(x.shape.slice(0, axis));
  const size = x.shape[axis]!;
  const data = space(call, outer * rows.length * inner, x);
  let at = 0;
  for (let block = 0; block < outer; block++) {
    for (let row = 0; row < rows.length; row++) {
      const index = rows[row]! < 0 ? rows[row]! + size : rows[row]!;
      if (!(index >= 0 && index < size))
        call.fail(`index ${rows[row]} of an axis of ${size} is out of range`);
      const from = (block * size + index) * inner;
      data.set(x.data.subarray(from, from + inner), at);
      at += inner;
    }
  }
  return made(call, x.type, x.shape.with(axis, rows.length), data);
}

const gather: Fold = (call, [x, indices]) => {
  const axis = axisOf(call, call.integer('axis', 0), x!.shape.length);
  const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)];
  return reshaped(call, take(call, x!, axis, indices!.data), shape);
};

const split: Fold = (call, [x]) => {
  const axis = axisOf(call, call.integer('axis', 0), x!.shape.length);
  let start = 0;
  return splitSizes(call, x!.shape[axis]!).map((size) => {
    start += size;
    return take(
      call,
      x!,
      axis,
      Array.from({ length: size }, (_, row) => start - size + row),
    );
  });
};

const expand: Fold = (call, [x, target]) => {
  const shape = broadcastShapes(x!.shape, Array.from(target!.data));
  if (shape === undefined)
    return call.fail(`${formatDims(x!.shape)} does not broadcast to [${target!.data}]`);
  return broadcastTo(call, x!, withoutBatch(shape));
};

const tile: Fold = (call, [x, repeats]) =>
  Array.from(repeats!.data).reduce((tiled, count, axis) => {
    const size = tiled.shape[axis] ?? call.fail(`repeats [${repeats!.data}] of ${formatDims(tiled.shape)}`);
    const times = axis === 0 ? withoutBatch([count])[0]! : count;
    if (!(times * size <= 1 << 20)) call.fail(`repeats an axis of ${size} ${times} times`);
    return times === 1
      ? tiled
      : take(
          call,
          tiled,
          axis,
          Array.from({ length: times * size }, (_, row) => row % size),
        );
  }, x!);

/** A constant repeated for every image of the batch is kept once; it broadcasts. */
export function withoutBatch(shape: readonly number[]): number[] {
  return shape.map((size, axis) => (axis === 0 && size === BATCH ? 1 : size));
}

export const layoutFolds: Readonly<Record<string, Fold>> = {
  Reshape: (call, [x, target]) =>
    reshaped(call, x!, reshapedTo(call, x!.shape, withoutBatch(Array.from(target!.data)))),
  Squeeze: (call, [x]) => reshaped(call, x!, squeezed(call, x!.shape)),
  Unsqueeze: (call, [x]) => reshaped(call, x!, unsqueezed(call, x!.shape)),
  Flatten: (call, [x]) => reshaped(call, x!, flattened(call, x!.shape)),
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Gather: gather,
  Split: split,
  Expand: expand,
  Tile: tile,
};
