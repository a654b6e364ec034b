import { makeWeight } from '../../graph/graphBuilder.ts';
import { broadcastShapes, countElements } from '../../graph/shape.ts';
import { BATCH, type Call, formatDims, type SourceValue, type Value } from '../call.ts';
import { isIndex } from '../value.ts';
import type { Mapper, Mappers } from './mapper.ts';
import { expanded, reshapedTo, slicedRanges, splitSizes, squeezed, stridedRanges } from './shapes.ts';
import { takeRanges } from './take.ts';

const MOST_COPIES = 64;

/** Reshape and its kin, on values and on integer inputs. */
function reshaping(target: (call: Call, from: readonly number[]) => number[]): Mapper {
  return (call) => {
    const input = call.inputs[0];
    if (isIndex(input)) return { ...input, shape: target(call, input.shape) };
    const value = call.value(0);
    return reshape(call, value, target(call, value.shape));
  };
}

function reshape(call: Call, value: SourceValue, shape: readonly number[]): SourceValue {
  if (shape[0] !== BATCH) call.fail(`gives ${formatDims(shape)}, expected the batch N first`);
  if (shape.length > 6) call.fail(`gives ${formatDims(shape)}, expected at most 6 axes`);
  return call.layers.reshape(value, shape);
}

const stridedSlice: Mapper = (call) => {
  const value = call.value(0);
  const { ranges, result } = stridedRanges(call, value.shape);
  return reshape(call, takeRanges(call, value, ranges), result);
};

function concatenated(call: Call, inputs: readonly number[], axisAt: number): SourceValue {
  const values = inputs.map((at) => call.value(at));
  const rank = values[0]?.shape.length ?? call.fail('has nothing to concatenate');
  const axis = call.axis(call.integer(axisAt, 'axis'), rank);
  if (axis === 0) call.fail('concatenates along the batch');
  return call.layers.concat(values, axis);
}

function split(valueAt: number, axisAt: number): Mapper {
  return (call) => {
    const value = call.value(valueAt);
    const axis = call.axis(call.integer(axisAt, 'axis'), value.shape.length);
    if (axis === 0) call.fail('splits the batch');
    let end = 0;
    return splitSizes(call, value.shape[axis]!).map((count) => {
      end += count;
      return takeRanges(call, value, [{ axis, start: end - count, step: 1, count }]);
    });
  };
}

const pack: Mapper = (call) => {
  const values = call.inputs.map((_, at) => call.value(at));
  const rank = values[0]?.shape.length ?? call.fail('has nothing to stack');
  const axis = call.axis(call.attributes.number('axis', 0), rank + 1);
  if (axis === 0) call.fail('stacks along the batch');
  const widened = values.map((value) => reshape(call, value, value.shape.toSpliced(axis, 0, 1)));
  return call.layers.concat(widened, axis);
};

const unpack: Mapper = (call) => {
  const value = call.value(0);
  const axis = call.axis(call.attributes.number('axis', 0), value.shape.length);
  if (axis === 0) call.fail('takes the batch apart');
  const size = value.shape[axis]!;
  if (size > MOST_COPIES) call.fail(`takes an axis of ${size} apart, expected at most ${MOST_COPIES}`);
  return Array.from({ length: size }, (_, start) =>
    reshape(
      call,
      takeRanges(call, value, [{ axis, start, step: 1, count: 1 }]),
      value.shape.toSpliced(axis, 1),
    ),
  );
};

const tile: Mapper = (call) => {
  const value = call.value(0);
  const multiples = call.integers(1, 'multiples');
  if (multiples.length !== value.shape.length)
    call.fail(`repeats ${formatDims(value.shape)} by [${multiples}], expected one number for each axis`);
  return multiples.reduce((tiled, count, axis) => {
    if (count === 1) return tiled;
    if (axis === 0 || !(count >= 1 && count <= MOST_COPIES)) call.fail(`repeats axis ${axis} ${count} times`);
    return call.layers.concat(new Array<SourceValue>(count).fill(tiled), axis);
  }, value);
};

const broadcastTo: Mapper = (call) => {
  const value = call.value(0);
  const target = call.integers(1, 'shape');
  const wanted =
    target.length === value.shape.length && target[0] === call.scope.fixedBatch
      ? target.with(0, BATCH)
      : target;
  const shape = broadcastShapes(value.shape, wanted);
  if (shape?.[0] !== BATCH || shape.length !== value.shape.length)
    return call.fail(`broadcasts ${formatDims(value.shape)} to ${formatDims(target)}`);
  if (shape.join() === value.shape.join()) return value;
  const zeros = shape.map((size, axis) => (size === value.shape[axis] ? 1 : size));
  const data = call.budget.zeros(countElements(zeros));
  return call.layers.withConstant('add', value, makeWeight(`${call.resultName}.zeros`, zeros, data));
};

const floats = new Set(['FLOAT', 'HALF', 'DOUBLE', 'BFLOAT16']);

/** All numbers of a graph are floats; what differs is only whether a number selects from a table. */
const cast: Mapper = (call) => {
  const input = call.inputs[0];
  const [from, to] = [call.attributes.dataType('SrcT'), call.attributes.dataType('DstT')];
  if (isIndex(input)) return floats.has(to) ? reshape(call, input.numbers, input.shape) : input;
  const value = call.value(0);
  if (floats.has(to) || !floats.has(from)) return value;
  const { made, name } = value.held;
  const source = made?.op === 'reshape' ? made.inputs[0]! : value.held;
  if (source.made === undefined && countElements(value.shape) === BATCH)
    return { kind: 'index', input: source.name, shape: value.shape, numbers: value };
  return call.fail(
    `casts "${name}" to ${to}, expected a float; integers are supported as inputs that select from tables`,
  );
};

const identity: Mapper = (call): Value => call.inputs[0] ?? call.fail('has no input');

export const layoutOps: Mappers = {
  Identity: identity,
  StopGradient: identity,
  Snapshot: identity,
  PreventGradient: identity,
  Print: identity,
  EnsureShape: identity,
  IdentityN: (call) => call.inputs,
  Reshape: reshaping((call, from) => reshapedTo(call, from, call.integers(1, 'shape'))),
  Squeeze: reshaping(squeezed),
  ExpandDims: reshaping(expanded),
  Transpose: (call) => call.layers.permute(call.value(0), call.integers(1, 'perm')),
  ConcatV2: (call) => {
    const last = call.inputs.length - 1;
    return concatenated(call, [...call.inputs.keys()].slice(0, last), last);
  },
  Concat: (call) => concatenated(call, [...call.inputs.keys()].slice(1), 0),
  Slice: (call) => {
    const value = call.value(0);
    return takeRanges(call, value, slicedRanges(call, value.shape));
  },
  StridedSlice: stridedSlice,
  Split: split(1, 0),
  SplitV: split(0, 2),
  Pack: pack,
  Unpack: unpack,
  Tile: tile,
  BroadcastTo: broadcastTo,
  Cast: cast,
};
