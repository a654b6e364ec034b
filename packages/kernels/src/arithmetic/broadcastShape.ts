import { checkRank, largestRank } from '../checkShape.ts';
import type { Call } from '../kernel.ts';
import { formatShape, type Shape } from '../tensor.ts';
import { alignRight } from './broadcast.ts';

/** Shapes of the inputs, then of the constant `other`, where there is one. */
export function operandsOf({ inputs, weights }: Pick<Call, 'inputs' | 'weights'>): readonly Shape[] {
  return weights.other ? [...inputs, weights.other] : inputs;
}

/**
 * The output shape of `count` operands of equal rank and batch, of which any may have size 1 along other axes, the rules of
 * torch.broadcast_tensors. A constant stands for the last of them: it has no batch and may have fewer axes.
 * @throws RangeError where one is missing or too many, or shapes do not fit
 */
export function broadcastShape(call: Pick<Call, 'inputs' | 'weights'>, count: 2 | 3, where: string): Shape {
  const operands = operandsOf(call);
  const first = operands[0];
  checkRank(first, 1, largestRank, where);
  if (operands.length !== count) {
    const inputs = (number: number) =>
      `${['no', 'one', 'two', 'three'][number]} input${number === 1 ? '' : 's'}`;
    const found = `${inputs(call.inputs.length)} and ${call.weights.other ? 'a' : 'no'} weight "other"`;
    const expected = `${inputs(count)}, or ${count === 2 ? 'one' : 'two'} and a weight "other"`;
    throw new RangeError(`${where}: has ${found}, expected ${expected}`);
  }
  const found = `operands are ${operands.map(formatShape).join(' and ')}`;
  const isConstant = (at: number) => at >= call.inputs.length;
  if (operands.some(({ length }, at) => (isConstant(at) ? length > first.length : length !== first.length))) {
    throw new RangeError(`${where}: ${found}, expected equal ranks, or a constant of lower rank`);
  }
  const aligned = operands.map((shape) => alignRight(shape, first.length));
  aligned.forEach(([batch], at) => {
    const expected = isConstant(at) ? 1 : first[0]!;
    if (batch !== expected) {
      const which = ['first', 'second', 'third'][at];
      throw new RangeError(`${where}: ${found}, expected ${expected} as first size of the ${which}`);
    }
  });
  return first.map((batch, axis) => {
    if (axis === 0) return batch;
    const largest = Math.max(...aligned.map((shape) => shape[axis]!));
    if (aligned.some((shape) => shape[axis] !== 1 && shape[axis] !== largest)) {
      throw new RangeError(`${where}: ${found}, expected equal sizes, or 1, along axis ${axis}`);
    }
    return largest;
  });
}
