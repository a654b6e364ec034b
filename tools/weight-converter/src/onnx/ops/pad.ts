import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import { axisOf } from '../layoutShape.ts';
import type { Mapper } from './mapper.ts';

const modes: Readonly<Record<string, string>> = { constant: 'zero', reflect: 'reflect', edge: 'replicate' };

/** Amounts before and after each axis. */
function readPads(call: Call, rank: number): { before: number[]; after: number[] } {
  const list = call.list('pads', 1) ?? call.fail('has no pads');
  const axes = call.optionalConstant(3, 'axes');
  const named = axes
    ? Array.from(axes.data, (axis) => axisOf(call, axis, rank))
    : Array.from({ length: rank }, (_, i) => i);
  if (list.length !== 2 * named.length || !list.every(Number.isInteger)) {
    call.fail(`pads are [${list}], expected ${2 * named.length} integers`);
  }
  const spread = (values: readonly number[]) =>
    Array.from({ length: rank }, (_, axis) => values[named.indexOf(axis)] ?? 0);
  return { before: spread(list.slice(0, named.length)), after: spread(list.slice(named.length)) };
}

const pad: Mapper = (call) => {
  const source = call.activation(0);
  const { before, after } = readPads(call, source.shape.length);
  const name = call.text('mode', 'constant');
  const mode =
    modes[name] ?? call.fail(`mode "${name}" is not supported, expected ${Object.keys(modes).join(', ')}`);
  const value = call.optionalConstant(2, 'value')?.data[0] ?? call.float('value', 0);
  if (before[0] !== 0 || after[0] !== 0) call.fail('pads the batch');
  const input = crop(call, source, before, after);
  const grow = [...before, ...after].map((amount) => Math.max(0, amount));
  const rank = before.length;
  if (grow.every((amount) => amount === 0)) return input;
  const isSpatial = grow.every((amount, at) => amount === 0 || at % rank >= 2);
  if (rank === 4 && isSpatial) {
    const padding = [grow[2], grow[3], grow[6], grow[7]];
    const attributes = { padding, mode, ...(mode === 'zero' && value !== 0 && { value }) };
    return call.builder.add('pad2d', [input], { attributes });
  }
  if (mode !== 'zero')
    call.fail(`pads ${formatDims(input.shape)} by ${name}, expected [N,C,H,W] along H and W`);
  return fillAround(call, input, grow, value);
};

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
      const shape = result.shape.with(0, 1).with(axis, size);
      const data = call.budget.zeros(shape.reduce((product, length) => product * length, 1)).fill(value);
      return call.broadcastToBatch({
        kind: 'constant',
        name: `${call.builder.hint}.fill`,
        type: 'float',
        shape,
        data,
      });
    };
    const [first, last] = [grow[axis]!, grow[rank + axis]!];
    const parts = [...(first ? [block(first)] : []), result, ...(last ? [block(last)] : [])];
    if (parts.length > 1) result = call.builder.add('concat', parts, { attributes: { axis } });
  }
  return result;
}

export const padOps: Readonly<Record<string, Mapper>> = { Pad: pad };
