import { countElements } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { binary, unary } from './primitives.ts';
import { reduceOver, withoutAxes } from './reductions.ts';

type Along = (call: Call, input: Activation, axis: number) => Activation;

/** Until opset 12 all axes from the one named on count as one. */
function alongAxis(along: Along): Mapper {
  return (call) => {
    const input = call.activation(0);
    const axis = call.axis(call.integer('axis', call.opset < 13 ? 1 : -1), input);
    if (axis === 0) call.fail('works along the batch, expected axis 1 or later');
    if (call.opset >= 13 || axis === input.shape.length - 1) return along(call, input, axis);
    const [rows, columns] = [input.shape.slice(1, axis), input.shape.slice(axis)].map(countElements);
    const flat = along(call, call.reshape(input, [rows!, columns!]), 2);
    return call.reshape(flat, input.shape.slice(1));
  };
}

const softmax: Along = (call, input, axis) => unary(call, 'softmax', input, { dim: axis });

/** The largest value is subtracted first: nothing overflows, and large values keep their last digits. */
const logSoftmax: Along = (call, input, axis) => {
  const below = binary(call, 'sub', input, reduceOver(call, 'amax', input, [axis]));
  const sum = reduceOver(call, 'sum', unary(call, 'exp', below), [axis]);
  return binary(call, 'sub', below, unary(call, 'log', sum));
};

/** 1 at the first largest value, else 0. */
const hardmax: Along = (call, input, axis) => {
  const score = scoreOfLargest(call, input, axis, false);
  return binary(call, 'equal', score, reduceOver(call, 'amax', score, [axis]));
};

/** Where the largest values are, numbers that grow towards the one that counts: the first, or the last; else 0. */
function scoreOfLargest(call: Call, input: Activation, axis: number, last: boolean): Activation {
  const size = input.shape[axis]!;
  call.budget.spend(size);
  const isLargest = binary(call, 'equal', input, reduceOver(call, 'amax', input, [axis]));
  const places = Array.from({ length: size }, (_, at) => (last ? at + 1 : size - at));
  const other = {
    name: `${call.builder.hint}.places`,
    shape: input.shape.map((_, at) => (at === axis ? size : 1)),
    data: Float32Array.from(places),
  };
  return call.builder.add('multiply', [isLargest], { weights: { other } });
}

/** Indices as floats, which are exact until 2^24. */
function argument(sign: 1 | -1): Mapper {
  return (call) => {
    const input = call.activation(0);
    const axis = call.axis(call.integer('axis', 0), input);
    const size = input.shape[axis]!;
    const last = call.integer('select_last_index', 0) === 1;
    const score = scoreOfLargest(call, call.multiply(input, sign), axis, last);
    const best = reduceOver(call, 'amax', score, [axis]);
    const index = last ? call.plus(best, -1) : call.plus(call.multiply(best, -1), size);
    return withoutAxes(call, index, [axis], call.integer('keepdims', 1) === 1);
  };
}

export const softmaxOps: Readonly<Record<string, Mapper>> = {
  Softmax: alongAxis(softmax),
  LogSoftmax: alongAxis(logSoftmax),
  Hardmax: alongAxis(hardmax),
  ArgMax: argument(1),
  ArgMin: argument(-1),
};
