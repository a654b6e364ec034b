import { Epilogue, finish, realLanes } from './epilogue';

/** Rows along one run of axes (softmax, layerNorm); fields as in their shaders. */
@unmanaged
export class Rows extends Epilogue {
  input: u32; // as output
  VECTORS: u32; // of the output
  GROUPS: u32; // groups of four channels
  CHANNELS_REDUCED: u32; // 1: lanes belong to one row, 0: each lane is a row
  IMAGE_VECTORS: u32; // vectors of one image
  STEPS: u32; // vectors of a row
  STEP_STRIDE: u32; // from one to the next, in vectors
  KEPT_SIZE: u32; // rows that lie KEPT_STRIDE apart, in vectors; such runs lie KEPT_OUTER_STRIDE apart
  KEPT_STRIDE: u32;
  KEPT_OUTER_STRIDE: u32;
}

/** Neighbouring rows share cache lines, and a unit should be worth sharing. */
function rowsOfUnit(call: Rows): u32 {
  return max<u32>(call.CHANNELS_REDUCED ? 1 : 4, 1024 / call.STEPS);
}

export function rowUnits(call: Rows): u32 {
  const rows = call.VECTORS / call.STEPS;
  return (rows + rowsOfUnit(call) - 1) / rowsOfUnit(call);
}

/** First row of a unit; `unit` may be the number of units, for where the last one ends. */
export function firstRow(call: Rows, unit: u32): u32 {
  return min(unit * rowsOfUnit(call), call.VECTORS / call.STEPS);
}

/** Vectors before the first one of a row. */
export function rowStart(call: Rows, row: u32): u32 {
  const rows = call.IMAGE_VECTORS / call.STEPS;
  const lines: u32 = call.CHANNELS_REDUCED ? 1 : call.GROUPS;
  const position = (row % rows) / lines;
  const kept =
    (position / call.KEPT_SIZE) * call.KEPT_OUTER_STRIDE + (position % call.KEPT_SIZE) * call.KEPT_STRIDE;
  return (row / rows) * call.IMAGE_VECTORS + kept + (row % lines);
}

/** Applies the epilogue to a row of the output, whose first vector is `start`. */
export function finishRow(call: Rows, start: u32): void {
  const first = call.output + (start << 4);
  if (call.CHANNELS_REDUCED) {
    finish(call, first, 0, call.STEPS);
    return;
  }
  const group = start % call.GROUPS;
  const isPlain = call.ACTIVATION === 0 && call.RESIDUAL === 0;
  if (isPlain && (group + 1) << 2 <= call.CHANNELS) return;
  const real = realLanes(group, call.CHANNELS);
  for (let step: u32 = 0; step < call.STEPS; step++) {
    const at = first + ((step * call.STEP_STRIDE) << 4);
    if (isPlain) v128.store(at, v128.and(v128.load(at), real));
    else finish(call, at, group, 1);
  }
}

/** Lanes of a row's vector `at` that hold values which belong to the row. */
export function lanesOf(call: Rows, at: u32): v128 {
  return call.CHANNELS_REDUCED ? realLanes(at % call.GROUPS, call.CHANNELS) : i32x4.splat(-1);
}

export function sumOfLanes(x: v128): f32 {
  const even = f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 2);
  return even + (f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 3));
}
