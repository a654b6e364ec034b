import type { Call, SourceValue } from '../call.ts';
import type { Range } from './shapes.ts';

const MOST_ROWS = 65536;

/** Rows along an axis, in the order given; a slice where they are evenly spaced and go forwards. */
export function takeRows(call: Call, value: SourceValue, axis: number, rows: readonly number[]): SourceValue {
  if (axis === 0) call.fail('takes part of the batch');
  const size = value.shape[axis]!;
  if (rows.length < 1 || rows.length > MOST_ROWS)
    call.fail(`takes ${rows.length} rows, expected 1 to ${MOST_ROWS}`);
  const outside = rows.find((row) => !(row >= 0 && row < size));
  if (outside !== undefined) call.fail(`takes row ${outside} of an axis of ${size}`);
  const [start = 0] = rows;
  const step = rows.length > 1 ? rows[1]! - start : 1;
  if (step > 0 && rows.every((row, at) => row === start + at * step)) {
    if (start === 0 && step === 1 && rows.length === size) return value;
    return call.layers.slice(value, [{ axis, start, end: rows.at(-1)! + 1, step }]);
  }
  call.budget.spend(rows.length);
  return call.layers.alongAxes('indexSelect', value, [axis], ([dim]) => ({ dim, index: [...rows] }));
}

/** The values of some ranges; whole axes cost nothing, backward ones are taken row by row. */
export function takeRanges(call: Call, value: SourceValue, ranges: readonly Range[]): SourceValue {
  const parts = ranges.filter(
    ({ axis, start, step, count }) => start !== 0 || step !== 1 || count !== value.shape[axis],
  );
  if (parts.some(({ axis }) => axis === 0)) call.fail('takes part of the batch');
  if (parts.some(({ count }) => count < 1)) call.fail('takes nothing, expected at least one value');
  const forward = parts.filter(({ step }) => step > 0);
  const sliced = call.layers.slice(
    value,
    forward.map(({ axis, start, step, count }) => ({
      axis,
      start,
      end: start + step * (count - 1) + 1,
      step,
    })),
  );
  return parts
    .filter(({ step }) => step < 0)
    .reduce((taken, { axis, start, step, count }) => {
      if (count > MOST_ROWS) call.fail(`turns an axis of ${count} around, expected at most ${MOST_ROWS}`);
      const rows = Array.from({ length: count }, (_, at) => start + at * step);
      return takeRows(call, taken, axis, rows);
    }, sliced);
}
