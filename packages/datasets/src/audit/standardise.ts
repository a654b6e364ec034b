import type { Rows } from './rows.ts';

/** A value whose deviation is not above this says nothing. */
const SMALLEST_DEVIATION = 1e-6;

/** Mean and deviation (of the population) of each value over a set; `kept` are those that change. */
export interface Scale {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly kept: readonly number[];
}

/** The scale of a set, for `standardise`. */
export function scaleOf({ count, length, values }: Rows): Scale {
  const mean = new Float64Array(length);
  const deviation = new Float64Array(length);
  for (let at = 0; at < values.length; at++) mean[at % length]! += values[at]! / count;
  for (let at = 0; at < values.length; at++) {
    deviation[at % length]! += (values[at]! - mean[at % length]!) ** 2 / count;
  }
  for (let at = 0; at < length; at++) deviation[at] = Math.sqrt(deviation[at]!);
  const kept = [...deviation.keys()].filter((at) => deviation[at]! > SMALLEST_DEVIATION);
  return { mean, deviation, kept };
}

/** Each value less the mean of the scale and over its deviation, so that none counts more than another; values that never change are left out. */
export function standardise(rows: Rows, { mean, deviation, kept }: Scale): Rows {
  const values = new Float32Array(rows.count * kept.length);
  for (let row = 0; row < rows.count; row++) {
    for (const [to, from] of kept.entries()) {
      values[row * kept.length + to] =
        (rows.values[row * rows.length + from]! - mean[from]!) / deviation[from]!;
    }
  }
  return { count: rows.count, length: kept.length, values };
}
