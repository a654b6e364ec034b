import { finishRow, firstRow, lanesOf, Rows, rowStart, rowUnits, sumOfLanes } from './rows';

/** Each row along the last axes by its own mean and variance. */
@unmanaged
export class LayerNorm extends Rows {
  scaleShift: u32; // [weight STEPS][bias STEPS] of v128
  COUNT: f32; // values that are normalised together
  EPS: f32;
}

/** Sums are kept for each stretch of so many vectors, so that many values do not drown in one. */
const stretch: u32 = 64;

export function layerNormUnits(call: LayerNorm): u32 {
  return rowUnits(call);
}

export function layerNorm(call: LayerNorm, first: u32, last: u32, _scratch: u32): void {
  const end = firstRow(call, last);
  for (let row = firstRow(call, first); row < end; row++) {
    const start = rowStart(call, row);
    computeRow(call, start << 4);
    finishRow(call, start);
  }
}

function computeRow(call: LayerNorm, start: u32): void {
  const step = call.STEP_STRIDE << 4;
  const input = call.input + start;
  const output = call.output + start;
  const mean = average(call, input, f32x4.splat(0), false);
  const variance = average(call, input, mean, true);
  const deviation = f32x4.sqrt(f32x4.add(variance, f32x4.splat(call.EPS)));
  const factor = f32x4.div(f32x4.splat(1), deviation);
  const shifts = call.STEPS << 4;
  for (let at: u32 = 0; at < call.STEPS; at++) {
    const normal = f32x4.mul(f32x4.sub(v128.load(input + at * step), mean), factor);
    const scale = call.scaleShift + (at << 4);
    v128.store(output + at * step, f32x4.add(f32x4.mul(normal, v128.load(scale)), v128.load(scale + shifts)));
  }
}

/** The average distance from `mean`, or squared distance. */
function average(call: LayerNorm, input: u32, mean: v128, squared: bool): v128 {
  const step = call.STEP_STRIDE << 4;
  let total = f32x4.splat(0);
  for (let at: u32 = 0; at < call.STEPS; ) {
    const end = min(call.STEPS, at + stretch);
    let sum = f32x4.splat(0);
    for (; at < end; at++) {
      const distance = v128.and(f32x4.sub(v128.load(input + at * step), mean), lanesOf(call, at));
      sum = f32x4.add(sum, squared ? f32x4.mul(distance, distance) : distance);
    }
    total = f32x4.add(total, sum);
  }
  if (call.CHANNELS_REDUCED) total = f32x4.splat(sumOfLanes(total));
  return f32x4.div(total, f32x4.splat(call.COUNT));
}
