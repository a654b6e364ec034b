import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { binary, unary } from './primitives.ts';

type Reduce = (call: Call, input: Activation, axes: readonly number[]) => Activation;
export type Reduction = 'mean' | 'sum' | 'amax' | 'amin';

/** Over axes of the activation, which stay with size 1. */
export function reduceOver(
  call: Call,
  op: Reduction,
  input: Activation,
  axes: readonly number[],
): Activation {
  const several = axes.filter((axis) => input.shape[axis] !== 1);
  if (axes.includes(0))
    call.fail(`works along the batch of ${formatDims(input.shape)}, expected the other axes`);
  if (several.length === 0) return input;
  return call.builder.add(op, [input], { attributes: { dim: several, keepdim: true } });
}

const by =
  (op: Reduction): Reduce =>
  (call, input, axes) =>
    reduceOver(call, op, input, axes);

const sumOf =
  (before: string): Reduce =>
  (call, input, axes) =>
    reduceOver(call, 'sum', unary(call, before, input), axes);

/** log(sum(exp(x - max))) + max, which no exponential can overflow. */
const logSumExp: Reduce = (call, input, axes) => {
  const largest = reduceOver(call, 'amax', input, axes);
  const powers = unary(call, 'exp', binary(call, 'sub', input, largest));
  return binary(call, 'add', unary(call, 'log', reduceOver(call, 'sum', powers, axes)), largest);
};

/** Halves multiplied until one is left along each axis. */
const product: Reduce = (call, input, axes) => {
  if (axes.includes(0))
    call.fail(`works along the batch of ${formatDims(input.shape)}, expected the other axes`);
  return axes.reduce((value, axis) => {
    let rest = value;
    for (let size = rest.shape[axis]!; size > 1; size = rest.shape[axis]!) {
      const half = size >> 1;
      const part = (start: number, count: number) =>
        call.builder.add('slice', [rest], {
          attributes: { starts: [start], ends: [start + count], axes: [axis], steps: [1] },
        });
      const paired = binary(call, 'multiply', part(0, half), part(half, half));
      rest =
        size % 2 === 0
          ? paired
          : call.builder.add('concat', [paired, part(size - 1, 1)], { attributes: { axis } });
    }
    return rest;
  }, input);
};

/** Axes stood in an attribute until opset 18 (ReduceSum: 13); without any, all are meant, or none at all. */
function reducing(reduce: Reduce): Mapper {
  return (call) => {
    const input = call.activation(0);
    const named = call.list('axes', 1) ?? [];
    if (named.length === 0 && call.integer('noop_with_empty_axes', 0) === 1) return reduce(call, input, []);
    const axes =
      named.length > 0
        ? [...new Set(named.map((axis) => call.axis(axis, input)))].toSorted((a, b) => a - b)
        : call.shapeOf(input).map((_, axis) => axis + call.lead);
    return withoutAxes(call, reduce(call, input, axes), axes, call.integer('keepdims', 1) === 1);
  };
}

export function withoutAxes(
  call: Call,
  reduced: Activation,
  axes: readonly number[],
  keep: boolean,
): Activation {
  if (keep) return reduced;
  return call.reshape(
    reduced,
    reduced.shape.filter((_, axis) => axis > 0 && !axes.includes(axis)),
  );
}

const spatialAxes = ({ shape }: Activation) => shape.map((_, axis) => axis).slice(2);

export const globalPooling =
  (reduce: Reduce): Mapper =>
  (call) => {
    const input = call.activation(0);
    if (input.shape.length < 3) call.fail(`of ${formatDims(input.shape)}, expected [N,C,...]`);
    return reduce(call, input, spatialAxes(input));
  };

export const meanOf: Reduce = by('mean');
export const maximumOf: Reduce = by('amax');

export const reductionOps: Readonly<Record<string, Mapper>> = {
  ReduceMean: reducing(by('mean')),
  ReduceSum: reducing(by('sum')),
  ReduceMax: reducing(by('amax')),
  ReduceMin: reducing(by('amin')),
  ReduceProd: reducing(product),
  ReduceL1: reducing(sumOf('abs')),
  ReduceL2: reducing((call, input, axes) => unary(call, 'sqrt', sumOf('square')(call, input, axes))),
  ReduceSumSquare: reducing(sumOf('square')),
  ReduceLogSum: reducing((call, input, axes) => unary(call, 'log', by('sum')(call, input, axes))),
  ReduceLogSumExp: reducing(logSumExp),
};
