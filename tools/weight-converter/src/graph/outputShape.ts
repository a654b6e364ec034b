import { ModelFileError, resolveNode } from '@roentgan/gan-runtime/model-file';
import { convolutionShape, convTransposeShape, linearShape } from './convolutionShape.ts';
import type { NodeSpec } from './graphBuilder.ts';
import { BATCH, broadcastShapes, countPerImage, formatDims } from './shape.ts';

type Rule = (spec: NodeSpec, fail: (message: string) => never) => readonly number[];

/** Infers the shape a node gives, with BATCH for N; throws where shapes and weights do not fit. */
export function outputShape(spec: NodeSpec, where: string): readonly number[] {
  const fail = (message: string): never => {
    throw new ModelFileError(`${where}: ${message}`);
  };
  const rule = Object.hasOwn(rules, spec.op) ? rules[spec.op]! : ownShape;
  if (spec.inputs.length === 0) fail(`${spec.op} has no input, expected at least one`);
  const shape = rule(spec, fail);
  if (!shape.every((size) => Number.isInteger(size) && size >= 1)) {
    fail(
      `${spec.op} of ${formatDims(spec.inputs[0]!.shape)} gives ${formatDims(shape)}, expected positive sizes`,
    );
  }
  return shape;
}

/** What the operation itself says: it takes BATCH for a batch like any other. */
const ownShape: Rule = ({ op, inputs, weights, attributes }, fail) => {
  const shapes = new Map(inputs.map(({ shape }, at) => [`${at}`, shape]));
  const roles = Object.keys(weights);
  const weightShapes = new Map(roles.map((role) => [role, weights[role]!.shape]));
  const node = {
    op,
    name: op,
    inputs: [...shapes.keys()],
    weights: Object.fromEntries(roles.map((role) => [role, role])),
    attributes,
    output: '',
  };
  try {
    return resolveNode(node, shapes, weightShapes).call.output;
  } catch (error) {
    const reason = (error as Error).message.replace(`${op} "${op}": `, `${op}: `);
    return fail(reason.replaceAll(`${BATCH}`, 'N'));
  }
};

const same: Rule = ({ inputs }) => inputs[0]!.shape;

/** Numbers of an attribute, of a given length. */
export function numbers(
  spec: NodeSpec,
  key: string,
  length: number,
  fallback?: readonly number[],
): readonly number[] {
  const value = spec.attributes[key] ?? fallback;
  if (!Array.isArray(value) || value.length !== length || !value.every(Number.isInteger)) {
    throw new ModelFileError(`${spec.op}: ${key} is ${JSON.stringify(value)}, expected ${length} integers`);
  }
  return value;
}

const broadcast: Rule = ({ op, inputs, weights }, fail) => {
  const [a, b] = [inputs[0]!.shape, inputs[1]?.shape ?? weights.other?.shape];
  if (b === undefined) return fail(`${op} has one input, expected two, or one and the weight "other"`);
  return (
    broadcastShapes(a, b) ?? fail(`${op} of ${formatDims(a)} and ${formatDims(b)}: shapes do not broadcast`)
  );
};

/** Per-channel vectors: one value for each entry of axis 1. */
const perChannel: Rule = ({ op, inputs, weights }, fail) => {
  const { shape } = inputs[0]!;
  for (const [role, weight] of Object.entries(weights)) {
    const isScalar = op === 'prelu' && weight.data.length === 1;
    if (weight.shape.length !== 1 || (weight.shape[0] !== shape[1] && !isScalar)) {
      fail(
        `${op}: ${role} is ${formatDims(weight.shape)}, expected [${shape[1] ?? 1}] for ${formatDims(shape)}`,
      );
    }
  }
  return shape;
};

const concat: Rule = (spec, fail) => {
  const shapes = spec.inputs.map((input) => input.shape);
  const rank = shapes[0]!.length;
  const axis = Number(spec.attributes.axis) + (Number(spec.attributes.axis) < 0 ? rank : 0);
  if (!(axis >= 1 && axis < rank)) fail(`concat along axis ${axis}, expected 1 to ${rank - 1}`);
  for (const shape of shapes) {
    const fits = shape.length === rank && shape.every((size, i) => i === axis || size === shapes[0]![i]);
    if (!fits) fail(`concat of ${shapes.map(formatDims).join(' and ')}: sizes differ off axis ${axis}`);
  }
  return shapes[0]!.map((size, i) => (i === axis ? shapes.reduce((sum, shape) => sum + shape[i]!, 0) : size));
};

const reshape: Rule = ({ inputs, attributes }, fail) => {
  const sizes = (attributes.shape as readonly (number | string)[] | undefined)?.slice(1) as
    | number[]
    | undefined;
  const from = inputs[0]!.shape;
  if (!Array.isArray(sizes)) return fail('reshape needs the attribute shape: ["N", ...]');
  const known = sizes.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const result = sizes.map((size) => (size === -1 ? countPerImage(from) / known : size));
  if (result.reduce((product, size) => product * size, 1) !== countPerImage(from)) {
    fail(`reshape of ${formatDims(from)} to [N,${sizes}]: element counts differ`);
  }
  return [BATCH, ...result];
};

const permute: Rule = (spec, fail) => {
  const from = spec.inputs[0]!.shape;
  const dims = numbers(spec, 'dims', from.length);
  const isPermutation = dims.toSorted((a, b) => a - b).every((axis, i) => axis === i);
  if (!isPermutation || dims[0] !== 0)
    fail(`permute: dims is [${dims}], expected a permutation with the batch first`);
  return dims.map((axis) => from[axis]!);
};

const slice: Rule = (spec, fail) => {
  const shape = [...spec.inputs[0]!.shape];
  const axes = spec.attributes.axes as number[];
  const [starts, ends, steps] = ['starts', 'ends', 'steps'].map((key) => numbers(spec, key, axes.length));
  axes.forEach((axis, i) => {
    if (!(axis >= 1 && axis < shape.length))
      fail(`slice along axis ${axis}, expected 1 to ${shape.length - 1}`);
    const size = shape[axis]!;
    const clamp = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
    shape[axis] = Math.ceil((clamp(ends![i]!) - clamp(starts![i]!)) / steps![i]!);
  });
  return shape;
};

const pad2d: Rule = (spec, fail) => {
  const [n, c, h, w] = rank4(spec, fail);
  const [top, left, bottom, right] = numbers(spec, 'padding', 4) as [number, number, number, number];
  if (Math.min(top, left, bottom, right) < 0)
    fail(`pad2d: padding is [${top},${left},${bottom},${right}], expected >= 0`);
  const limit = spec.attributes.mode === 'reflect' ? 1 : 0;
  if (limit === 1 && (Math.max(top, bottom) >= h || Math.max(left, right) >= w)) {
    fail(
      `pad2d: reflect padding [${top},${left},${bottom},${right}] of ${h} x ${w}, expected less than the size`,
    );
  }
  return [n, c, h + top + bottom, w + left + right];
};

const upsample2d: Rule = (spec, fail) => {
  const [n, c] = rank4(spec, fail);
  return [n, c, ...numbers(spec, 'size', 2)];
};

/** The shape of the only input, which must have four axes. */
export function rank4(spec: NodeSpec, fail: (message: string) => never): [number, number, number, number] {
  const { shape } = spec.inputs[0]!;
  if (shape.length !== 4) fail(`${spec.op} of ${formatDims(shape)}, expected four axes [N,C,H,W]`);
  return shape as [number, number, number, number];
}

const rules: Readonly<Record<string, Rule>> = {
  conv2d: convolutionShape,
  convTranspose2d: convTransposeShape,
  linear: linearShape,
  batchNorm2d: perChannel,
  instanceNorm2d: perChannel,
  upsample2d,
  pad2d,
  add: broadcast,
  multiply: broadcast,
  concat,
  reshape,
  permute,
  slice,
  relu: same,
  leakyRelu: same,
  prelu: perChannel,
  elu: same,
  sigmoid: same,
  tanh: same,
  silu: same,
  gelu: same,
  clamp: same,
};
