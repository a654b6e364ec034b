import { makeWeight } from '../../graph/graphBuilder.ts';
import { BATCH, broadcastShapes, countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Value } from '../call.ts';
import { constantType } from '../constant.ts';
import { flattened, reshapedTo, slicedRanges, splitSizes, squeezed, unsqueezed } from '../layoutShape.ts';
import { isNonZero, truncated } from './compare.ts';
import { onImages } from './images.ts';
import type { Mapper } from './mapper.ts';
import { grown } from './primitives.ts';
import { sliceAlong, takeRows } from './take.ts';

/** Reshape and its kin, on activations and on integer labels. */
function reshaping(target: (call: Call, from: readonly number[]) => number[]): Mapper {
  return (call) => {
    const input = call.inputs[0];
    if (input?.kind === 'index') return { ...input, shape: target(call, input.shape) };
    const activation = call.activation(0);
    return call.toShape(activation, target(call, call.shapeOf(activation)));
  };
}

const transpose: Mapper = (call) => {
  const input = call.activation(0);
  const { lead } = call;
  const rank = input.shape.length - lead;
  const perm = call.integers('perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  return call.permute(input, [...(lead === 1 ? [0] : []), ...perm.map((axis) => axis + lead)]);
};

const concat: Mapper = (call) => {
  const parts = call.inputs.map((_, at) => call.activation(at));
  const axis = call.axis(call.integer('axis', 1), parts[0]!);
  return parts.length === 1 ? parts[0]! : call.builder.add('concat', parts, { attributes: { axis } });
};

const slice: Mapper = (call) => {
  const input = call.activation(0);
  const ranges = slicedRanges(call, call.shapeOf(input))
    .map((range) => ({ ...range, axis: range.axis + call.lead }))
    .filter(({ axis, start, step, count }) => !(start === 0 && step === 1 && count === input.shape[axis]));
  const forward = ranges.filter(({ axis, step }) => axis > 0 && step > 0);
  const taken = sliceAlong(call, input, forward);
  return ranges
    .filter((range) => !forward.includes(range))
    .reduce((value, { axis, start, step, count }) => {
      call.budget.spend(count);
      const rows = Array.from({ length: count }, (_, at) => start + at * step);
      return takeRows(call, value, axis, rows);
    }, taken);
};

const split: Mapper = (call) => {
  const input = call.activation(0);
  const axis = call.axis(call.integer('axis', 0), input);
  let end = 0;
  return splitSizes(call, input.shape[axis]!).map((size) => {
    end += size;
    if (size === input.shape[axis]) return input;
    return sliceAlong(call, input, [{ axis, start: end - size, step: 1, count: size }]);
  });
};

const expand: Mapper = (call) => {
  const input = call.activation(0);
  const from = call.shapeOf(input);
  const target = Array.from(call.constant(1, 'shape').data);
  // A batch that was fixed when exported is a plain number where the input has N.
  const isFixed = call.lead === 0 && target.length === from.length && target[0] === call.fixedBatch;
  const shape = broadcastShapes(from, isFixed ? target.with(0, BATCH) : target);
  if (shape === undefined || (call.lead === 0 && shape[0] !== BATCH))
    return call.fail(`of ${formatDims(from)} to ${formatDims(target)}`);
  const start = grown(call, input, shape.length + call.lead);
  const sizes = call.lead === 1 ? [BATCH, ...shape] : shape;
  if (sizes.every((size, axis) => size === start.shape[axis])) return start;
  const zeros = sizes.map((size, axis) => (size === start.shape[axis] ? 1 : size));
  const other = makeWeight(`${call.builder.hint}.zeros`, zeros, call.budget.zeros(countElements(zeros)));
  return call.builder.add('add', [start], { weights: { other } });
};

const tile: Mapper = (call) => {
  const repeats = Array.from(call.constant(1, 'repeats').data);
  return repeats.reduce((tiled, count, at) => {
    if (count === 1) return tiled;
    const axis = at + call.lead;
    if (axis === 0 || !(count >= 1 && count <= 64)) call.fail(`repeats axis ${at} ${count} times`);
    return call.builder.add('concat', new Array<Activation>(count).fill(tiled), { attributes: { axis } });
  }, call.activation(0));
};

/** CRD is PyTorch's pixel shuffle. */
const depthToSpace: Mapper = (call) => {
  const attributes = { upscaleFactor: call.integer('blocksize', 1), order: call.text('mode', 'DCR') };
  return call.builder.add('pixelShuffle', [call.activation(0)], { attributes });
};

const spaceToDepth: Mapper = (call) => {
  const attributes = { downscaleFactor: call.integer('blocksize', 1), order: 'DCR' };
  return call.builder.add('pixelUnshuffle', [call.activation(0)], { attributes });
};

/** An integer label stays one through integer types and becomes its number as a float. */
const cast: Mapper = (call) => {
  const input = call.inputs[0] as Value;
  const to = call.node.op === 'CastLike' ? 1 : call.integer('to', 1);
  const type = constantType(to);
  if (input.kind === 'index') return type === 'float' ? call.toShape(input.activation, input.shape) : input;
  if (type === 'float') return call.activation(0);
  if (type === 'boolean') return isNonZero(call, call.activation(0));
  if (type === undefined)
    return call.fail(`casts to the data type ${to}, expected a float, integer or boolean`);
  return truncated(call, call.activation(0));
};

const dropout: Mapper = (call) => {
  const training = call.opset >= 12 && call.optionalConstant(2, 'training_mode')?.data[0];
  const ratio = call.optionalConstant(1, 'ratio')?.data[0] ?? 0.5;
  if (training && ratio !== 0) call.fail('drops at random (training mode); export after model.eval()');
  const input = call.activation(0);
  return call.node.outputs[1] ? [input, onesLike(call, input)] : input;
};

/** The mask of a dropout that drops nothing. */
function onesLike(call: Call, input: Activation): Activation {
  return call.plus(call.multiply(input, 0), 1);
}

export const layoutOps: Readonly<Record<string, Mapper>> = {
  Reshape: reshaping((call, from) => reshapedTo(call, from, Array.from(call.constant(1, 'shape').data))),
  Flatten: reshaping(flattened),
  Squeeze: reshaping(squeezed),
  Unsqueeze: reshaping(unsqueezed),
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Split: split,
  Expand: expand,
  Tile: tile,
  DepthToSpace: onImages(depthToSpace),
  SpaceToDepth: onImages(spaceToDepth),
  Identity: (call) => (call.inputs[0] as Value) ?? call.fail('has no input'),
  Dropout: dropout,
  Cast: cast,
  CastLike: cast,
};
