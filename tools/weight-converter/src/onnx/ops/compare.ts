import type { Activation, Call, Source } from '../call.ts';
import { broadcastBoth } from '../fold/constantOps.ts';
import type { Mapper } from './mapper.ts';
import { asOther, type BinaryOp, binary, grown, sameRank, unary } from './primitives.ts';

/** Truths are 0 and 1 in floats. */
export function isNonZero(call: Call, value: Activation): Activation {
  return unary(call, 'abs', unary(call, 'sign', value));
}

export function not(call: Call, truth: Activation): Activation {
  return call.plus(call.multiply(truth, -1), 1);
}

/** Towards zero. */
export function truncated(call: Call, value: Activation): Activation {
  return binary(
    call,
    'multiply',
    unary(call, 'sign', value),
    unary(call, 'floor', unary(call, 'abs', value)),
  );
}

/** What infinities become beside a factor of 0: the largest number that f16 holds. */
const LARGEST = 65504;

const where: Mapper = (call) => {
  const [condition, yes, no] = [call.source(0), call.source(1), call.source(2)];
  if (condition.kind === 'constant' || (yes.kind === 'constant' && no.kind === 'constant'))
    return blended(call);
  return yes.kind === 'constant'
    ? chosen(call, not(call, condition), no, yes)
    : chosen(call, condition, yes, no);
};

function chosen(call: Call, condition: Activation, yes: Source, no: Source): Activation {
  if (yes.kind === 'constant') return call.fail('chooses between constants');
  if (no.kind === 'activation') return call.builder.add('where', sameRank(call, condition, yes, no));
  const rank = call.lead === 1 ? no.shape.length + 1 : 0;
  const [truth, value] = sameRank(call, condition, grown(call, yes, rank)) as [Activation, Activation];
  return call.builder.add('where', [truth, value], { weights: { other: asOther(call, value, no) } });
}

/** condition * a + (1 - condition) * b. A mask's -infinity becomes a large number, since 0 * infinity is none. */
function blended(call: Call): Activation {
  const [condition, yes, no] = [call.source(0), finite(call, 1), finite(call, 2)];
  if (condition.kind === 'constant') {
    const inverse = { ...condition, data: Float32Array.from(condition.data, (truth) => (truth ? 0 : 1)) };
    const mask = { ...condition, data: Float32Array.from(condition.data, (truth) => (truth ? 1 : 0)) };
    return binary(call, 'add', masked(call, yes, mask), masked(call, no, inverse));
  }
  return binary(call, 'add', masked(call, yes, condition), masked(call, no, not(call, condition)));
}

function masked(call: Call, value: Source, mask: Source): Source {
  if (value.kind !== 'constant' || mask.kind !== 'constant') return binary(call, 'multiply', value, mask);
  const [left, right] = broadcastBoth(call, value, mask);
  return { ...left, type: 'float', data: Float32Array.from(left.data, (x, at) => x * right.data[at]!) };
}

function finite(call: Call, at: number): Source {
  const value = call.source(at);
  if (value.kind === 'activation' || value.data.every((number) => Math.abs(number) !== Infinity))
    return value;
  const data = Float32Array.from(value.data, (number) => Math.min(Math.max(number, -LARGEST), LARGEST));
  return { ...value, data };
}

const comparing =
  (op: BinaryOp): Mapper =>
  (call) =>
    binary(call, op, call.source(0), call.source(1));

export const compareOps: Readonly<Record<string, Mapper>> = {
  Greater: comparing('greater'),
  Less: comparing('less'),
  GreaterOrEqual: comparing('greaterEqual'),
  LessOrEqual: comparing('lessEqual'),
  Equal: comparing('equal'),
  Not: (call) => not(call, call.activation(0)),
  And: comparing('multiply'),
  Or: comparing('maximum'),
  Xor: (call) => isNonZero(call, binary(call, 'sub', call.source(0), call.source(1))),
  Where: where,
};
