import { makeWeight } from '../../graph/graphBuilder.ts';
import { BATCH, broadcastShapes, countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Value } from '../call.ts';
import {
  axisOf,
  flattened,
  reshapedTo,
  slicedRanges,
  splitSizes,
  squeezed,
  unsqueezed,
} from '../layoutShape.ts';
import type { Mapper } from './mapper.ts';
import { lookUp, selectRows } from './matrix.ts';

/** Reshape and its kin, on activations and on integer labels. */
function reshaping(target: (call: Call, from: readonly number[]) => number[]): Mapper {
  return (call) => {
    const input = call.inputs[0];
    if (input?.kind === 'index') return { ...input, shape: target(call, input.shape) };
    const activation = call.activation(0);
    const shape = target(call, activation.shape);
    if (shape[0] !== BATCH) call.fail(`gives ${formatDims(shape)}, expected the batch N first`);
    return call.reshape(activation, shape.slice(1));
  };
}

const transpose: Mapper = (call) => {
  const input = call.activation(0);
  const perm = call.integers('perm') ?? input.shape.map((_, axis) => input.shape.length - 1 - axis);
  return call.permute(input, perm);
};

const concat: Mapper = (call) => {
  const parts = call.inputs.map((_, at) => call.activation(at));
  const axis = axisOf(call, call.integer('axis', 1), parts[0]!.shape.length);
  return parts.length === 1 ? parts[0]! : call.builder.add('concat', parts, { attributes: { axis } });
};

function sliceOf(call: Call, input: Activation, axis: number, start: number, end: number): Activation {
  if (axis === 0) call.fail('takes part of the batch');
  if (start === 0 && end === input.shape[axis]) return input;
  return call.builder.add('slice', [input], {
    attributes: { starts: [start], ends: [end], axes: [axis], steps: [1] },
  });
}

const slice: Mapper = (call) => {
  const input = call.activation(0);
  const ranges = slicedRanges(call, input.shape).filter(({ axis, start, step, count }) => {
    return !(start === 0 && step === 1 && count === input.shape[axis]);
  });
  if (ranges.length === 0) return input;
  if (ranges.some(({ axis, step }) => axis === 0 || step < 1))
    call.fail('takes part of the batch, or a negative step');
  return call.builder.add('slice', [input], {
    attributes: {
      starts: ranges.map((range) => range.start),
      ends: ranges.map(({ start, step, count }) => start + step * (count - 1) + 1),
      axes: ranges.map((range) => range.axis),
      steps: ranges.map((range) => range.step),
    },
  });
};

const split: Mapper = (call) => {
  const input = call.activation(0);
  const axis = axisOf(call, call.integer('axis', 0), input.shape.length);
  let end = 0;
  return splitSizes(call, input.shape[axis]!).map((size) => {
    end += size;
    return sliceOf(call, input, axis, end - size, end);
  });
};

const gather: Mapper = (call) => {
  const [data, indices] = call.inputs;
  if (indices?.kind === 'index') {
    if (call.integer('axis', 0) !== 0) call.fail('selects by a label along an axis other than 0');
    const table = call.constant(0, 'table');
    indices.label.classes = Math.max(indices.label.classes ?? 0, table.shape[0] ?? 0);
    const row = lookUp(call, indices.activation, table);
    return call.reshape(row, [...indices.shape.slice(1), ...table.shape.slice(1)]);
  }
  if (data?.kind === 'index') return call.fail('takes part of an integer label');
  const input = call.activation(0);
  const axis = axisOf(call, call.integer('axis', 0), input.shape.length);
  const size = input.shape[axis]!;
  const chosen = call.constant(1, 'indices');
  const rows = Array.from(chosen.data, (index) => (index < 0 ? index + size : index));
  const isNearest = rows.length > 1 && rows.every((row, at) => row === Math.floor((at * size) / rows.length));
  if (isNearest && input.shape.length === 4 && axis >= 2 && chosen.shape.length === 1) {
    const attributes = { size: input.shape.slice(2).with(axis - 2, rows.length), mode: 'nearest' };
    return call.builder.add('upsample2d', [input], { attributes });
  }
  if (rows.length < 1 || rows.length > 64) call.fail(`takes ${rows.length} rows, expected 1 to 64`);
  const parts = rows.map((row) => sliceOf(call, input, axis, row, row + 1));
  const joined = parts.length === 1 ? parts[0]! : call.builder.add('concat', parts, { attributes: { axis } });
  return call.reshape(joined, [
    ...input.shape.slice(1, axis),
    ...chosen.shape,
    ...input.shape.slice(axis + 1),
  ]);
};

const oneHot: Mapper = (call) => {
  const indices = call.inputs[0];
  const values = call.constant(2, 'values').data;
  if (indices?.kind !== 'index') return call.fail('of a computed value, expected an integer label');
  if (values[0] !== 0 || values[1] !== 1) call.fail(`has the values [${values}], expected [0,1]`);
  if (call.integer('axis', -1) !== -1 && call.integer('axis', -1) !== indices.shape.length) {
    call.fail(`has the axis ${call.integer('axis', -1)}, expected the last`);
  }
  const classes = call.constant(1, 'depth').data[0]!;
  if (!(classes >= 1 && classes <= 4096)) call.fail(`has ${classes} classes, expected 1 to 4096`);
  indices.label.classes = Math.max(indices.label.classes ?? 0, classes);
  return call.reshape(selectRows(call, indices.activation, classes), [...indices.shape.slice(1), classes]);
};

const expand: Mapper = (call) => {
  const input = call.activation(0);
  const target = Array.from(call.constant(1, 'shape').data);
  const extra = target.length - input.shape.length;
  // A batch that was fixed when exported is a plain number where the input has N.
  const wanted = extra === 0 && target[0] === call.fixedBatch ? target.with(0, BATCH) : target;
  const shape = broadcastShapes(input.shape, wanted);
  if (shape?.[0] !== BATCH) return call.fail(`of ${formatDims(input.shape)} to ${formatDims(target)}`);
  if (shape.every((size, axis) => size === input.shape[axis])) return input;
  const zeros = shape.map((size, axis) => (size === input.shape[axis] ? 1 : size));
  const other = makeWeight(`${call.builder.hint}.zeros`, zeros, call.budget.zeros(countElements(zeros)));
  return call.builder.add('add', [input], { weights: { other } });
};

const tile: Mapper = (call) => {
  const repeats = Array.from(call.constant(1, 'repeats').data);
  return repeats.reduce((tiled, count, axis) => {
    if (count === 1) return tiled;
    if (axis === 0 || !(count >= 1 && count <= 64)) call.fail(`repeats axis ${axis} ${count} times`);
    return call.builder.add('concat', new Array<Activation>(count).fill(tiled), { attributes: { axis } });
  }, call.activation(0));
};

/** ONNX DepthToSpace; CRD is PyTorch's pixel shuffle. */
const depthToSpace: Mapper = (call) => {
  const input = call.activation(0);
  const [, channels, height, width] = input.shape as [number, number, number, number];
  const block = call.integer('blocksize', 1);
  const rest = channels / block ** 2;
  if (input.shape.length !== 4 || !Number.isInteger(rest))
    call.fail(`of ${formatDims(input.shape)} by ${block}`);
  const isCrd = call.text('mode', 'DCR') === 'CRD';
  const parted = call.reshape(
    input,
    isCrd ? [rest, block, block, height, width] : [block, block, rest, height, width],
  );
  const moved = call.permute(parted, isCrd ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]);
  return call.reshape(moved, [rest, height * block, width * block]);
};

const spaceToDepth: Mapper = (call) => {
  const input = call.activation(0);
  const [, channels, height, width] = input.shape as [number, number, number, number];
  const block = call.integer('blocksize', 1);
  if (height % block !== 0 || width % block !== 0) call.fail(`of ${formatDims(input.shape)} by ${block}`);
  const parted = call.reshape(input, [channels, height / block, block, width / block, block]);
  return call.reshape(call.permute(parted, [0, 3, 5, 1, 2, 4]), [
    channels * block ** 2,
    height / block,
    width / block,
  ]);
};

/** An integer label stays one through integer types and becomes its number as a float. */
const cast: Mapper = (call) => {
  const input = call.inputs[0] as Value;
  const to = call.integer('to', 1);
  const isFloat = [1, 10, 11, 16].includes(to) || call.node.op === 'CastLike';
  if (input.kind === 'index') return isFloat ? call.reshape(input.activation, input.shape.slice(1)) : input;
  return isFloat
    ? call.activation(0)
    : call.fail(`casts an activation to the data type ${to}, expected a float`);
};

const dropout: Mapper = (call) => {
  if (call.optionalConstant(2, 'training_mode')?.data[0])
    call.fail('was exported in training mode; export after model.eval()');
  return call.activation(0);
};

export const layoutOps: Readonly<Record<string, Mapper>> = {
  Reshape: reshaping((call, from) => reshapedTo(call, from, Array.from(call.constant(1, 'shape').data))),
  Flatten: reshaping(flattened),
  Squeeze: reshaping(squeezed),
  Unsqueeze: reshaping(unsqueezed),
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Split: split,
  Gather: gather,
  OneHot: oneHot,
  Expand: expand,
  Tile: tile,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  Identity: (call) => (call.inputs[0] as Value) ?? call.fail('has no input'),
  Dropout: dropout,
  Cast: cast,
  CastLike: cast,
};
