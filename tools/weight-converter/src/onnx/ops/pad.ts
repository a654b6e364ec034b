import { countElements } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import { axisOf } from '../layoutShape.ts';
import type { Mapper } from './mapper.ts';
import { takeRows } from './take.ts';

const modes: Readonly<Record<string, string>> = { constant: 'zero', reflect: 'reflect', edge: 'replicate' };

/** Amounts before and after each axis of the activation. */
function readPads(call: Call, { shape }: Activation): { before: number[]; after: number[] } {
  const rank = shape.length - call.lead;
  const list = call.list('pads', 1) ?? call.fail('has no pads');
  const axes = call.optionalConstant(3, 'axes');
  const named = axes
    ? Array.from(axes.data, (axis) => axisOf(call, axis, rank))
    : Array.from({ length: rank }, (_, i) => i);
  if (list.length !== 2 * named.length || !list.every(Number.isInteger)) {
    call.fail(`pads are [${list}], expected ${2 * named.length} integers`);
  }
  const spread = (values: readonly number[]) =>
    shape.map((_, axis) => values[named.indexOf(axis - call.lead)] ?? 0);
  return { before: spread(list.slice(0, named.length)), after: spread(list.slice(named.length)) };
}

const pad: Mapper = (call) => {
  const source = call.activation(0);
  const { before, after } = readPads(call, source);
  const mode = call.text('mode', 'constant');
  if (before[0] !== 0 || after[0] !== 0) call.fail('pads the batch');
  const value = call.optionalConstant(2, 'value')?.data[0] ?? call.float('value', 0);
  const input = crop(call, source, before, after);
  const grow = [...before, ...after].map((amount) => Math.max(0, amount));
  const rank = before.length;
  if (grow.every((amount) => amount === 0)) return input;
  const isSpatial = grow.every((amount, at) => amount === 0 || at % rank >= 2);
  const plane = modes[mode];
  if (plane && rank === 4 && isSpatial && !(plane === 'reflect' && reachesFar(input, grow))) {
    const padding = [grow[2], grow[3], grow[6], grow[7]];
    const attributes = { padding, mode: plane, ...(mode === 'constant' && value !== 0 && { value }) };
    return call.builder.add('pad2d', [input], { attributes });
  }
  return mode === 'constant' ? fillAround(call, input, grow, value) : repeatAround(call, input, grow, mode);
};

/** Whether a reflection would go beyond the far edge, and so back again. */
function reachesFar({ shape }: Activation, grow: readonly number[]): boolean {
  return grow.some((amount, at) => amount >= shape[at % shape.length]!);
}

/** Which input stands `at` places from the start of an axis, which may be outside of it. */
const sources: Readonly<Record<string, (at: number, size: number) => number>> = {
  edge: (at, size) => Math.min(Math.max(at, 0), size - 1),
  wrap: (at, size) => ((at % size) + size) % size,
  reflect: (at, size) => {
    const period = Math.max(2 * (size - 1), 1);
    const place = ((at % period) + period) % period;
    return size === 1 ? 0 : Math.min(place, period - place);
  },
};

function repeatAround(call: Call, input: Activation, grow: readonly number[], mode: string): Activation {
  const source =
    sources[mode] ?? call.fail(`mode "${mode}" is not supported, expected constant, reflect, edge or wrap`);
  const rank = input.shape.length;
  return input.shape.reduce((value, size, axis) => {
    const length = grow[axis]! + size + grow[axis + rank]!;
    if (length === size) return value;
    call.budget.spend(length);
    const rows = Array.from({ length }, (_, at) => source(at - grow[axis]!, size));
    return takeRows(call, value, axis, rows);
  }, input);
}

/** Negative pads cut off. */
function crop(
  call: Call,
  input: Activation,
  before: readonly number[],
  after: readonly number[],
): Activation {
  const axes = input.shape.map((_, axis) => axis).filter((axis) => before[axis]! < 0 || after[axis]! < 0);
  if (axes.length === 0) return input;
  const starts = axes.map((axis) => Math.max(0, -before[axis]!));
  const ends = axes.map((axis) => input.shape[axis]! - Math.max(0, -after[axis]!));
  return call.builder.add('slice', [input], { attributes: { starts, ends, axes, steps: axes.map(() => 1) } });
}

/** Constant padding along any axis but the batch: constant blocks concatenated around the input. */
function fillAround(call: Call, input: Activation, grow: readonly number[], value: number): Activation {
  const rank = input.shape.length;
  let result = input;
  for (let axis = 1; axis < rank; axis++) {
    const block = (size: number) => {
      const shape = result.shape.slice(1).with(axis - 1, size);
      const data = call.budget.zeros(countElements(shape)).fill(value);
      const name = `${call.builder.hint}.fill`;
      return call.repeated({ kind: 'constant', name, type: 'float', shape, data });
    };
    const [first, last] = [grow[axis]!, grow[rank + axis]!];
    const parts = [...(first ? [block(first)] : []), result, ...(last ? [block(last)] : [])];
    if (parts.length > 1) result = call.builder.add('concat', parts, { attributes: { axis } });
  }
  return result;
}

export const padOps: Readonly<Record<string, Mapper>> = { Pad: pad };
