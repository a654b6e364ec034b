import { Epilogue, finish } from './epilogue';

/** Each channel of each image by its own mean and variance; a unit is four channels of one image. */
@unmanaged
export class InstanceNorm2d extends Epilogue {
  input: u32; // as output
  scaleShift: u32; // [weight C/4][bias C/4] of v128
  BATCH: u32;
  GROUPS: u32; // groups of four channels
  POSITIONS: u32; // product of the spatial sizes
  EPS: f32;
}

export function instanceNorm2dUnits(call: InstanceNorm2d): u32 {
  return call.BATCH * call.GROUPS;
}

export function instanceNorm2d(call: InstanceNorm2d, first: u32, last: u32, _scratch: u32): void {
  for (let unit = first; unit < last; unit++) {
    const group = unit % call.GROUPS;
    const start = (unit / call.GROUPS) * call.POSITIONS * call.GROUPS + group;
    normalise(call, group, start);
  }
}

/** Sums are kept for each row of positions, so that many values do not drown in one. */
const rowLength: u32 = 64;

function normalise(call: InstanceNorm2d, group: u32, start: u32): void {
  const step = call.GROUPS << 4;
  const input = call.input + (start << 4);
  const end = input + call.POSITIONS * step;
  const count = f32x4.splat(<f32>call.POSITIONS);
  const zero = f32x4.splat(0);
  const mean = f32x4.div(sumOf(input, end, step, zero, false), count);
  const variance = f32x4.div(sumOf(input, end, step, mean, true), count);
  const deviation = f32x4.sqrt(f32x4.add(variance, f32x4.splat(call.EPS)));
  const row = call.scaleShift + (group << 4);
  const scale = f32x4.div(v128.load(row), deviation);
  const shift = v128.load(row + step);
  let output = call.output + (start << 4);
  for (let at = input; at < end; at += step) {
    const normal = f32x4.mul(f32x4.sub(v128.load(at), mean), scale);
    v128.store(output, f32x4.add(normal, shift));
    finish(call, output, group, 1);
    output += step;
  }
}

/** Sum of the values, or of their squared distances from `mean`. */
function sumOf(start: u32, end: u32, step: u32, mean: v128, squared: bool): v128 {
  let total = f32x4.splat(0);
  for (let at = start; at < end; ) {
    let sum = f32x4.splat(0);
    const rowEnd = min(end, at + rowLength * step);
    for (; at < rowEnd; at += step) {
      const value = f32x4.sub(v128.load(at), mean);
      sum = f32x4.add(sum, squared ? f32x4.mul(value, value) : value);
    }
    total = f32x4.add(total, sum);
  }
  return total;
}
