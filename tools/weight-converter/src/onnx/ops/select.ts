import { makeWeight } from '../../graph/graphBuilder.ts';
import { countElements, formatDims, stridesOf } from '../../graph/shape.ts';
import type { Activation, Call, Constant } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { alongAxis } from './matrix.ts';
import { binary, withNumber } from './primitives.ts';
import { takeElements, takeRows } from './take.ts';

const gather: Mapper = (call) => {
  const [data, indices] = call.inputs;
  if (indices?.kind === 'index') {
    if (call.integer('axis', 0) !== 0) call.fail('selects by a label along an axis other than 0');
    const table = call.constant(0, 'table');
    const [rows = 1, ...sizes] = table.shape;
    indices.label.classes = Math.max(indices.label.classes ?? 0, rows);
    const weight = call.weight(table, [rows, countElements(sizes)]);
    const label = call.reshape(indices.activation, []); // without an axis of 1, rows come out as features
    const row = call.builder.add('embedding', [label], { weights: { weight } });
    return call.toShape(row, [...indices.shape, ...sizes]);
  }
  if (data?.kind === 'constant' && indices?.kind === 'activation') return lookedUp(call, data, indices);
  if (data?.kind === 'index') return call.fail('takes part of an integer label');
  const input = call.activation(0);
  const axis = call.axis(call.integer('axis', 0), input);
  const chosen = call.constant(1, 'indices');
  const size = input.shape[axis]!;
  const rows = Array.from(chosen.data, (row) => (row < 0 ? row + size : row));
  const taken = asNearest(call, input, axis, rows) ?? takeRows(call, input, axis, rows);
  const sizes = [...input.shape.slice(0, axis), ...chosen.shape, ...input.shape.slice(axis + 1)];
  return call.reshape(taken, sizes.slice(1));
};

/** Rows of a table by computed indices, which count from the end where negative. */
function lookedUp(call: Call, table: Constant, indices: Activation): Activation {
  if (call.integer('axis', 0) !== 0) call.fail('selects by computed indices along an axis other than 0');
  const [rows = 1, ...sizes] = table.shape;
  const isWithin = indices.bounds !== undefined && indices.bounds[0] >= 0;
  const isBelow = isWithin ? undefined : withNumber(call, 'less', indices, 0);
  const fromStart = isBelow ? binary(call, 'add', indices, call.multiply(isBelow, rows)) : indices;
  const [, ...perImage] = indices.shape;
  const count = countElements(perImage);
  const flat = call.reshape(fromStart, count === 1 ? [] : [count]);
  const weight = call.weight(table, [rows, countElements(sizes)]);
  const found = call.builder.add('embedding', [flat], { weights: { weight } });
  return call.toShape(found, [...call.shapeOf(indices), ...sizes]);
}

/** Rows repeated as nearest upsampling does. */
function asNearest(
  call: Call,
  input: Activation,
  axis: number,
  rows: readonly number[],
): Activation | undefined {
  const size = input.shape[axis]!;
  const isNearest =
    rows.length > size && rows.every((row, at) => row === Math.floor((at * size) / rows.length));
  if (!isNearest || input.shape.length !== 4 || axis < 2) return undefined;
  const attributes = { size: input.shape.slice(2).with(axis - 2, rows.length), mode: 'nearest' };
  return call.builder.add('upsample2d', [input], { attributes });
}

/** Truths where an axis of `depth` places equals the index; indices count from the end where negative. */
const oneHot: Mapper = (call) => {
  const indices = call.inputs[0];
  const depth = call.constant(1, 'depth').data[0]!;
  const [off = 0, on = 1] = call.constant(2, 'values').data;
  if (!(depth >= 1 && depth <= 65536)) call.fail(`has ${depth} classes, expected 1 to 65536`);
  if (indices?.kind === 'index') indices.label.classes = Math.max(indices.label.classes ?? 0, depth);
  const input =
    indices?.kind === 'index' ? call.toShape(indices.activation, indices.shape) : call.activation(0);
  const given = call.integer('axis', -1);
  const axis = given < 0 ? given + input.shape.length + 1 : given + call.lead;
  if (axis < 1 || axis > input.shape.length) call.fail(`axis ${given} is out of range, or the batch`);
  const opened = call.reshape(input, input.shape.toSpliced(axis, 0, 1).slice(1));
  const shape = opened.shape.map((_, at) => (at === axis ? depth : 1));
  call.budget.spend(2 * depth);
  const equals = (shift: number, role: string) => {
    const places = Array.from({ length: depth }, (_, at) => at - shift);
    const other = makeWeight(`${call.builder.hint}.${role}`, shape, places);
    return call.builder.add('equal', [opened], { weights: { other } });
  };
  const fromStart = equals(0, 'classes');
  const isOne =
    indices?.kind === 'index'
      ? fromStart
      : binary(call, 'maximum', fromStart, equals(depth, 'classesFromEnd'));
  return call.plus(call.multiply(isOne, on - off), off);
};

/** Places in C order of what a node selects from a shape. */
function places(
  call: Call,
  shape: readonly number[],
  indices: Constant,
  place: (at: number, coordinates: readonly number[]) => number,
): number[] {
  call.budget.spend(indices.data.length);
  const strides = stridesOf(indices.shape);
  const count = countElements(shape);
  return Array.from(indices.data, (_, at) => {
    const coordinates = strides.map((stride, axis) => Math.floor(at / stride) % indices.shape[axis]!);
    const found = place(at, coordinates);
    return found >= 0 && found < count
      ? found
      : call.fail(`index ${indices.data[at]} is out of range for ${formatDims(shape)}`);
  });
}

/** Where each element of `indices` along an axis points to. */
export function elementPlaces(
  call: Call,
  shape: readonly number[],
  indices: Constant,
  axis: number,
): number[] {
  if (indices.shape.length !== shape.length)
    call.fail(`indices are ${formatDims(indices.shape)} for ${formatDims(shape)}, expected as many axes`);
  const strides = stridesOf(shape);
  return places(call, shape, indices, (at, coordinates) => {
    const index = indices.data[at]!;
    const along = index < 0 ? index + shape[axis]! : index;
    const isInside = along >= 0 && along < shape[axis]!;
    return isInside
      ? coordinates.reduce((sum, c, on) => sum + (on === axis ? along : c) * strides[on]!, 0)
      : -1;
  });
}

const gatherElements: Mapper = (call) => {
  const input = call.activation(0);
  const shape = call.shapeOf(input);
  const indices = call.constant(1, 'indices');
  const axis = call.axis(call.integer('axis', 0), input) - call.lead;
  return takeElements(call, input, elementPlaces(call, shape, indices, axis), indices.shape);
};

/** Starts in C order of the slices that the last axis of `indices` names, and how long each is. */
export function slicePlaces(
  call: Call,
  shape: readonly number[],
  indices: Constant,
  batchDims: number,
): { starts: number[]; length: number } {
  const depth = indices.shape.at(-1) ?? 0;
  const named = shape.slice(batchDims, batchDims + depth);
  if (depth < 1 || named.length !== depth)
    call.fail(`indices are ${formatDims(indices.shape)} for ${formatDims(shape)}`);
  const strides = stridesOf(shape);
  const length = strides[batchDims + depth - 1]!;
  const tuples = indices.data.length / depth;
  const perBatch = tuples / countElements(shape.slice(0, batchDims));
  call.budget.spend(indices.data.length);
  const starts = Array.from({ length: tuples }, (_, tuple) => {
    const batch = Math.floor(tuple / perBatch) * (batchDims > 0 ? strides[batchDims - 1]! : 0);
    return named.reduce((sum, size, at) => {
      const given = indices.data[tuple * depth + at]!;
      const index = given < 0 ? given + size : given;
      if (!(index >= 0 && index < size)) call.fail(`index ${given} of an axis of ${size} is out of range`);
      return sum + index * strides[batchDims + at]!;
    }, batch);
  });
  return { starts, length };
}

export function spreadSlices(call: Call, starts: readonly number[], length: number): number[] {
  call.budget.spend(starts.length * length);
  return starts.flatMap((start) => Array.from({ length }, (_, at) => start + at));
}

const gatherNd: Mapper = (call) => {
  const input = call.activation(0);
  const shape = call.shapeOf(input);
  const indices = call.constant(1, 'indices');
  const batchDims = call.integer('batch_dims', 0);
  const { starts, length } = slicePlaces(call, shape, indices, batchDims);
  const rest = shape.slice(batchDims + indices.shape.at(-1)!);
  const output = [...indices.shape.slice(0, -1), ...rest];
  return takeElements(call, input, spreadSlices(call, starts, length), output);
};

const compress: Mapper = (call) => {
  const input = call.activation(0);
  const kept = Array.from(call.constant(1, 'condition').data, (truth, at) => (truth ? at : -1));
  const rows = kept.filter((at) => at >= 0);
  if (rows.length === 0) call.fail('takes nothing, expected at least one element');
  const given = call.node.attributes.get('axis')?.int;
  return given === undefined
    ? takeElements(call, input, rows, [rows.length])
    : takeRows(call, input, call.axis(given, input), rows);
};

/** Sums up to each place, as a product with a triangle of ones. */
const cumSum: Mapper = (call) => {
  const input = call.activation(0);
  const axis = call.axis(call.constant(1, 'axis').data[0]!, input);
  if (axis === 0) call.fail('sums along the batch');
  const size = input.shape[axis]!;
  const [exclusive, reverse] = [call.integer('exclusive', 0), call.integer('reverse', 0)];
  const data = call.budget.zeros(size * size).map((_, at) => {
    const [to, from] = [Math.floor(at / size), at % size];
    const steps = reverse === 1 ? from - to : to - from;
    return steps >= exclusive ? 1 : 0;
  });
  return alongAxis(call, input, axis, makeWeight(`${call.builder.hint}.triangle`, [size, size], data));
};

/** Keeps one triangle of the last two axes. */
const trilu: Mapper = (call) => {
  const input = call.activation(0);
  const [rows = 0, columns = 0] = input.shape.slice(-2);
  if (input.shape.length - call.lead < 2 || input.shape.length < 3)
    call.fail(`of ${formatDims(input.shape)}, expected [N,...,rows,columns]`);
  const k = call.optionalConstant(1, 'k')?.data[0] ?? 0;
  const isUpper = call.integer('upper', 1) === 1;
  const data = call.budget.zeros(rows * columns).map((_, at) => {
    const offset = (at % columns) - Math.floor(at / columns);
    return (isUpper ? offset >= k : offset <= k) ? 1 : 0;
  });
  const shape = [...input.shape.slice(0, -2).map(() => 1), rows, columns];
  const other = makeWeight(`${call.builder.hint}.triangle`, shape, data);
  return call.builder.add('multiply', [input], { weights: { other } });
};

export const selectOps: Readonly<Record<string, Mapper>> = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  OneHot: oneHot,
  Compress: compress,
  CumSum: cumSum,
  Trilu: trilu,
};
