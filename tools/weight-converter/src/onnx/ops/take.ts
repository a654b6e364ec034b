import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Range } from '../layoutShape.ts';

/** Slices forward along axes of the activation. */
export function sliceAlong(call: Call, input: Activation, ranges: readonly Range[]): Activation {
  if (ranges.length === 0) return input;
  const empty = ranges.find(({ count }) => count < 1);
  if (empty)
    call.fail(
      `takes nothing of axis ${empty.axis - call.lead} of ${formatDims(call.shapeOf(input))}, expected at least 1`,
    );
  return call.builder.add('slice', [input], {
    attributes: {
      starts: ranges.map((range) => range.start),
      ends: ranges.map(({ start, step, count }) => start + step * (count - 1) + 1),
      axes: ranges.map((range) => range.axis),
      steps: ranges.map((range) => range.step),
    },
  });
}

/** Rows along an axis of the activation, in the order given, which counts from the end where negative. */
export function takeRows(call: Call, input: Activation, axis: number, rows: readonly number[]): Activation {
  if (axis === 0) call.fail('takes part of the batch');
  const size = input.shape[axis]!;
  const index = rows.map((row) => (row < 0 ? row + size : row));
  const outside = index.findIndex((row) => !(row >= 0 && row < size));
  if (outside >= 0) call.fail(`index ${rows[outside]} of an axis of ${size} is out of range`);
  const [start = 0] = index;
  const step = index.length > 1 ? index[1]! - start : 1;
  if (step > 0 && index.every((row, at) => row === start + at * step)) {
    const isAll = start === 0 && step === 1 && index.length === size;
    return isAll ? input : sliceAlong(call, input, [{ axis, start, step, count: index.length }]);
  }
  call.budget.spend(index.length);
  return call.builder.add('indexSelect', [input], { attributes: { dim: axis, index } });
}

/** Elements by their place in C order, as a shape of the file. */
export function takeElements(
  call: Call,
  input: Activation,
  places: readonly number[],
  shape: readonly number[],
): Activation {
  if (call.lead === 0) return call.fail('selects along the batch');
  const sizes = input.shape.slice(1);
  const flat = call.reshape(input, [sizes.reduce((product, size) => product * size, 1)]);
  return call.reshape(takeRows(call, flat, 1, places), shape);
}
