import type { Constant } from '../../graph/constant.ts';
import { broadcastTo, gathered, made, reshaped, space } from '../../graph/constantOps.ts';
import { broadcastShapes, countElements, formatDims, stridesOf } from '../../graph/shape.ts';
import type { Call } from '../call.ts';
import {
  expanded,
  type Range,
  reshapedTo,
  slicedRanges,
  splitSizes,
  squeezed,
  stridedRanges,
} from '../ops/shapes.ts';
import { type Fold, type Folds, withoutBatch } from './fold.ts';

const transpose: Fold = (call, [x]) => {
  const perm = call.integers(1, 'perm');
  const strides = stridesOf(x!.shape);
  if (perm.length !== strides.length || perm.some((axis) => strides[axis] === undefined))
    call.fail(`transposes ${formatDims(x!.shape)} by [${perm}]`);
  return gathered(
    call,
    x!,
    perm.map((axis) => x!.shape[axis]!),
    perm.map((axis) => strides[axis]!),
  );
};

function taken(call: Call, x: Constant, ranges: readonly Range[]): Constant {
  const shape = [...x.shape];
  const strides = stridesOf(shape);
  let offset = 0;
  for (const { axis, start, step, count } of ranges) {
    offset += start * strides[axis]!;
    strides[axis]! *= step;
    shape[axis] = count;
  }
  return gathered(call, x, shape, strides, offset);
}

const stridedSlice: Fold = (call, [x]) => {
  const { ranges, result } = stridedRanges(call, x!.shape);
  return reshaped(call, taken(call, x!, ranges), result);
};

/** Rows along an axis, in the order given. */
function rowsOf(call: Call, x: Constant, axis: number, rows: ArrayLike<number>): Constant {
  const size = x.shape[axis]!;
  const inner = countElements(x.shape.slice(axis + 1));
  const outer = countElements(x.shape.slice(0, axis));
  const data = space(call, outer * rows.length * inner, x);
  let at = 0;
  for (let block = 0; block < outer; block++) {
    for (let row = 0; row < rows.length; row++) {
      const index = rows[row]!;
      if (!(index >= 0 && index < size)) call.fail(`takes row ${index} of an axis of ${size}`);
      const from = (block * size + index) * inner;
      data.set(x.data.subarray(from, from + inner), at);
      at += inner;
    }
  }
  return made(call, x.type, x.shape.with(axis, rows.length), data);
}

const gather: Fold = (call, [x, indices]) => {
  const axis = call.axis(call.inputs[2] ? call.integer(2, 'axis') : 0, x!.shape.length);
  if (x!.shape.length === 0 || call.attributes.number('batch_dims', 0) !== 0)
    call.fail(`of ${formatDims(x!.shape)} with batch_dims ${call.attributes.number('batch_dims', 0)}`);
  const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)];
  return reshaped(call, rowsOf(call, x!, axis, indices!.data), shape);
};

function concatenated(call: Call, parts: readonly Constant[], axis: number): Constant {
  const [first] = parts as [Constant];
  const isFit = parts.every(({ shape }) => {
    return (
      shape.length === first.shape.length &&
      shape.every((size, at) => at === axis || size === first.shape[at])
    );
  });
  if (!isFit) call.fail(`concatenates ${parts.map(({ shape }) => formatDims(shape)).join(' and ')}`);
  const size = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = first.shape.with(axis, size);
  const data = space(call, countElements(shape), first);
  const outer = countElements(first.shape.slice(0, axis));
  let at = 0;
  for (let block = 0; block < outer; block++) {
    for (const part of parts) {
      const length = part.data.length / outer;
      data.set(part.data.subarray(block * length, (block + 1) * length), at);
      at += length;
    }
  }
  return made(call, first.type, shape, data);
}

function concat(axisFirst: boolean): Fold {
  return (call, inputs) => {
    const axisAt = axisFirst ? 0 : inputs.length - 1;
    const parts = inputs.filter((_, at) => at !== axisAt);
    const rank = parts[0]?.shape.length ?? call.fail('has nothing to concatenate');
    if (rank === 0) call.fail('concatenates numbers, expected at least one axis');
    return concatenated(call, parts, call.axis(call.integer(axisAt, 'axis'), rank));
  };
}

const pack: Fold = (call, inputs) => {
  const rank = inputs[0]?.shape.length ?? call.fail('has nothing to stack');
  const axis = call.axis(call.attributes.number('axis', 0), rank + 1);
  return concatenated(
    call,
    inputs.map((input) => ({ ...input, shape: input.shape.toSpliced(axis, 0, 1) })),
    axis,
  );
};

const unpack: Fold = (call, [x]) => {
  const axis = call.axis(call.attributes.number('axis', 0), x!.shape.length);
  if (x!.shape.length === 0) call.fail('takes a number apart');
  return Array.from({ length: Math.min(x!.shape[axis]!, x!.data.length) }, (_, start) =>
    reshaped(call, taken(call, x!, [{ axis, start, step: 1, count: 1 }]), x!.shape.toSpliced(axis, 1)),
  );
};

function split(valueAt: number, axisAt: number): Fold {
  return (call, inputs) => {
    const x = inputs[valueAt]!;
    const axis = call.axis(call.integer(axisAt, 'axis'), x.shape.length);
    if (x.shape.length === 0) call.fail('splits a number');
    let end = 0;
    return splitSizes(call, x.shape[axis]!).map((count) => {
      end += count;
      return taken(call, x, [{ axis, start: end - count, step: 1, count }]);
    });
  };
}

const tile: Fold = (call, [x, multiples]) => {
  const { shape } = x!;
  if (multiples!.data.length !== shape.length)
    call.fail(`repeats ${formatDims(shape)} by [${multiples!.data.subarray(0, 8)}]`);
  const counts = withoutBatch(call.integers(1, 'multiples'));
  return counts.reduce((tiled, count, axis) => {
    const size = shape[axis]!;
    if (!(count >= 0 && count * size <= 1 << 20)) call.fail(`repeats an axis of ${size} ${count} times`);
    if (count === 1) return tiled;
    const rows = Array.from({ length: count * size }, (_, row) => row % size);
    return rowsOf(call, tiled, axis, rows);
  }, x!);
};

const broadcast: Fold = (call, [x]) => {
  const target = withoutBatch(call.integers(1, 'shape'));
  const shape = broadcastShapes(x!.shape, target);
  if (!shape) return call.fail(`broadcasts ${formatDims(x!.shape)} to [${target}]`);
  return broadcastTo(call, x!, shape);
};

export const layoutFolds: Folds = {
  Reshape: (call, [x]) =>
    reshaped(call, x!, reshapedTo(call, x!.shape, withoutBatch(call.integers(1, 'shape')))),
  Squeeze: (call, [x]) => reshaped(call, x!, squeezed(call, x!.shape)),
  ExpandDims: (call, [x]) => reshaped(call, x!, expanded(call, x!.shape)),
  Transpose: transpose,
  Slice: (call, [x]) => taken(call, x!, slicedRanges(call, x!.shape)),
  StridedSlice: stridedSlice,
  Gather: gather,
  GatherV2: gather,
  ConcatV2: concat(false),
  Concat: concat(true),
  Pack: pack,
  Unpack: unpack,
  Split: split(1, 0),
  SplitV: split(0, 2),
  Tile: tile,
  BroadcastTo: broadcast,
};
