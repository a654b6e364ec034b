import { countElements } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { type BinaryOp, binary } from './primitives.ts';
import { elementPlaces, slicePlaces, spreadSlices } from './select.ts';
import { takeRows } from './take.ts';

const reductions: Readonly<Record<string, { op: BinaryOp; neutral?: number }>> = {
  add: { op: 'add', neutral: 0 },
  mul: { op: 'multiply', neutral: 1 },
  max: { op: 'maximum' },
  min: { op: 'minimum' },
};

/** Writes updates over places known from constant indices: one selection out of data and updates side by side. */
function scattered(call: Call, data: Activation, targets: readonly number[]): Activation {
  if (call.lead === 0) call.fail('writes into the batch');
  const flat = call.reshape(data, [countElements(data.shape.slice(1))]);
  const updates = call.activation(2);
  const given = call.reshape(updates, [countElements(updates.shape.slice(1))]);
  if (given.shape[1] !== targets.length)
    call.fail(`has ${given.shape[1]} updates, expected ${targets.length}`);
  const name = call.text('reduction', 'none');
  const reduction = reductions[name];
  if (!reduction && name !== 'none')
    call.fail(`reduction is "${name}", expected none, ${Object.keys(reductions).join(', ')}`);
  const result = reduction
    ? reduced(call, flat, given, targets, reduction)
    : replaced(call, flat, given, targets);
  return call.reshape(result, data.shape.slice(1));
}

function side(call: Call, first: Activation, second: Activation): Activation {
  return call.builder.add('concat', [first, second], { attributes: { axis: 1 } });
}

function replaced(call: Call, data: Activation, updates: Activation, targets: readonly number[]): Activation {
  const size = data.shape[1]!;
  call.budget.spend(size);
  const index = Array.from({ length: size }, (_, at) => at);
  targets.forEach((target, at) => {
    index[target] = size + at;
  });
  return takeRows(call, side(call, data, updates), 1, index);
}

/** One round for each time that a place is written to. */
function reduced(
  call: Call,
  data: Activation,
  updates: Activation,
  targets: readonly number[],
  { op, neutral }: { op: BinaryOp; neutral?: number },
): Activation {
  const size = data.shape[1]!;
  const base = neutral === undefined ? data : call.plus(call.multiply(call.anyNumber(), 0), neutral);
  const choices = side(call, base, updates);
  let rest = targets.map((target, at) => ({ target, at }));
  let result = data;
  while (rest.length > 0) {
    call.budget.spend(size);
    const index = Array.from({ length: size }, (_, at) => (neutral === undefined ? at : 0));
    const seen = new Set<number>();
    rest = rest.filter(({ target, at }) => {
      if (seen.has(target)) return true;
      seen.add(target);
      index[target] = base.shape[1]! + at;
      return false;
    });
    result = binary(call, op, result, takeRows(call, choices, 1, index));
  }
  return result;
}

const scatterElements: Mapper = (call) => {
  const data = call.activation(0);
  const axis = call.axis(call.integer('axis', 0), data) - call.lead;
  return scattered(call, data, elementPlaces(call, call.shapeOf(data), call.constant(1, 'indices'), axis));
};

const scatterNd: Mapper = (call) => {
  const data = call.activation(0);
  const { starts, length } = slicePlaces(call, call.shapeOf(data), call.constant(1, 'indices'), 0);
  return scattered(call, data, spreadSlices(call, starts, length));
};

export const scatterOps: Readonly<Record<string, Mapper>> = {
  Scatter: scatterElements,
  ScatterElements: scatterElements,
  ScatterND: scatterNd,
};
