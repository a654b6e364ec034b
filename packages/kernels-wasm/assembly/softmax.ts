import { exponential } from './exponential';
import { finishRow, firstRow, lanesOf, Rows, rowStart, rowUnits, sumOfLanes } from './rows';

const least: f32 = -3.4e38;

export function softmaxUnits(call: Rows): u32 {
  return rowUnits(call);
}

/** Softmax along one axis. */
export function softmax(call: Rows, first: u32, last: u32, _scratch: u32): void {
  const end = firstRow(call, last);
  for (let row = firstRow(call, first); row < end; row++) {
    const start = rowStart(call, row);
    computeRow(call, start << 4);
    finishRow(call, start);
  }
}

function computeRow(call: Rows, start: u32): void {
  const step = call.STEP_STRIDE << 4;
  const input = call.input + start;
  const output = call.output + start;
  const lowest = f32x4.splat(least);
  let largest = lowest;
  for (let at: u32 = 0; at < call.STEPS; at++) {
    const value = v128.bitselect(v128.load(input + at * step), lowest, lanesOf(call, at));
    largest = f32x4.max(largest, value);
  }
  if (call.CHANNELS_REDUCED) largest = f32x4.splat(largestOfLanes(largest));

  let sum = f32x4.splat(0);
  for (let at: u32 = 0; at < call.STEPS; at++) {
    const distance = f32x4.sub(v128.load(input + at * step), largest);
    const share = v128.and(exponential(distance), lanesOf(call, at));
    v128.store(output + at * step, share);
    sum = f32x4.add(sum, share);
  }
  if (call.CHANNELS_REDUCED) sum = f32x4.splat(sumOfLanes(sum));

  const factor = f32x4.div(f32x4.splat(1), sum);
  for (let at: u32 = 0; at < call.STEPS; at++) {
    v128.store(output + at * step, f32x4.mul(v128.load(output + at * step), factor));
  }
}

function largestOfLanes(x: v128): f32 {
  const even = max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 2));
  return max(even, max(f32x4.extract_lane(x, 1), f32x4.extract_lane(x, 3)));
}
