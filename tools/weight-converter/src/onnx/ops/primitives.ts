import { makeWeight } from '../../graph/graphBuilder.ts';
import { broadcastShapes, countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Constant, Source, Weight } from '../call.ts';
import { permutedAlike, permutedFrom, unpermuted } from './permuted.ts';

/** One operation of one activation that keeps its shape. */
export function unary(
  call: Call,
  op: string,
  input: Activation,
  attributes: Record<string, unknown> = {},
): Activation {
  const permuted = alongAxes.has(op) ? undefined : permutedFrom(input);
  if (!permuted) return call.builder.add(op, [input], { attributes });
  return call.permute(unary(call, op, permuted.input, attributes), permuted.dims);
}

/** What is not done value by value. */
const alongAxes = new Set(['softmax', 'maxPool2d', 'avgPool2d']);

type Comparison = 'equal' | 'greater' | 'greaterEqual' | 'less' | 'lessEqual';
export type BinaryOp = 'add' | 'sub' | 'multiply' | 'div' | 'pow' | 'maximum' | 'minimum' | Comparison;

/** The same with its operands exchanged. */
const exchanged: Partial<Record<BinaryOp, BinaryOp>> = {
  add: 'add',
  multiply: 'multiply',
  maximum: 'maximum',
  minimum: 'minimum',
  equal: 'equal',
  greater: 'less',
  greaterEqual: 'lessEqual',
  less: 'greater',
  lessEqual: 'greaterEqual',
};

/** NumPy's broadcasting of two values, of which at least one becomes an activation. */
export function binary(call: Call, op: BinaryOp, a: Source, b: Source): Activation {
  if (b.kind === 'constant') return withConstant(call, op, asActivation(call, a, rankOf(call, b)), b);
  const swapped = exchanged[op];
  if (a.kind === 'constant' && swapped) return withConstant(call, swapped, b, a);
  if (a.kind === 'constant' && op === 'div' && isScalar(a, 1)) return unary(call, 'reciprocal', b);
  if (a.kind === 'constant') return withConstant(call, op, b, a, { reversed: true });
  return ofActivations(
    call,
    op,
    ...(sameRank(call, asActivation(call, a, rankOf(call, b)), b) as [Activation, Activation]),
  );
}

function ofActivations(call: Call, op: BinaryOp, left: Activation, right: Activation): Activation {
  const permuted = permutedAlike(left, right);
  if (permuted) {
    const [a, b] = permuted;
    return call.permute(ofActivations(call, op, a.input, b.input), a.dims);
  }
  const silu = op === 'multiply' ? (siluOf(left, right) ?? siluOf(right, left)) : undefined;
  if (silu) return call.builder.add('silu', [silu]);
  if (broadcastShapes(left.shape, right.shape) === undefined)
    call.fail(`${formatDims(call.shapeOf(left))} and ${formatDims(call.shapeOf(right))} do not broadcast`);
  return call.builder.add(op, [left, right]);
}

function siluOf(gate: Activation, x: Activation): Activation | undefined {
  return gate.made?.op === 'sigmoid' && gate.made.inputs[0] === x ? x : undefined;
}

export function asActivation(call: Call, source: Source, rank?: number): Activation {
  return source.kind === 'activation' ? source : call.broadcastToBatch(source, rank);
}

/** An operation with one number. */
export function withNumber(call: Call, op: BinaryOp, input: Activation, value: number): Activation {
  const permuted = permutedFrom(input);
  if (permuted) return call.permute(withNumber(call, op, permuted.input, value), permuted.dims);
  const other = makeWeight(
    `${call.builder.hint}.constant`,
    input.shape.map(() => 1),
    [value],
  );
  return call.builder.add(op, [input], { weights: { other } });
}

export function isScalar(constant: Constant, value: number): boolean {
  return countElements(constant.shape) === 1 && constant.data[0] === value;
}

/** How many axes the file gives a value. */
export function rankOf(call: Call, source: Source): number {
  return source.kind === 'constant' ? source.shape.length : source.shape.length - call.lead;
}

/** Activations of equal ranks: axes of size 1 stand behind the batch where one has fewer. */
export function sameRank(call: Call, ...inputs: Activation[]): Activation[] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return inputs.map((input) => grown(call, input, rank));
}

/** An activation with axes of size 1 behind an added batch, up to `rank` axes. */
export function grown(call: Call, input: Activation, rank: number): Activation {
  const missing = rank - input.shape.length;
  if (missing <= 0) return input;
  if (call.lead === 0) {
    call.fail(`broadcasts ${formatDims(input.shape)} to ${rank} axes, which would move the batch axis N`);
  }
  return call.reshape(input, [...new Array<number>(missing).fill(1), ...input.shape.slice(1)]);
}

function withConstant(
  call: Call,
  op: BinaryOp,
  activation: Activation,
  constant: Constant,
  attributes: Record<string, unknown> = {},
): Activation {
  const a = grown(call, activation, call.lead === 1 ? constant.shape.length + 1 : 0);
  const other = asOther(call, a, constant);
  const permuted = permutedFrom(a);
  if (!permuted) return call.builder.add(op, [a], { weights: { other }, attributes });
  const before = { other: unpermuted(call, other, permuted.dims) };
  const result = call.builder.add(op, [permuted.input], { weights: before, attributes });
  return call.permute(result, permuted.dims);
}

/** A constant as the weight `other`: as many axes as the activation, the batch axis 1. */
export function asOther(call: Call, activation: Activation, constant: Constant): Weight {
  const rank = activation.shape.length;
  const extra = constant.shape.length - rank;
  const padded = [
    ...new Array<number>(Math.max(0, -extra)).fill(1),
    ...constant.shape.slice(Math.max(0, extra)),
  ];
  const fits = constant.shape.slice(0, Math.max(0, extra)).every((size) => size === 1) && padded[0] === 1;
  if (!fits || broadcastShapes(activation.shape, padded) === undefined) {
    call.fail(
      `constant "${constant.name}" is ${formatDims(constant.shape)}, expected a shape that broadcasts to ${formatDims(call.shapeOf(activation))}`,
    );
  }
  return call.weight(constant, padded);
}
