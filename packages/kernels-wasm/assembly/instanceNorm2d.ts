import { Epilogue, finish } from './epilogue';

/** Each channel of each image by its own mean and variance. */
@unmanaged
export class InstanceNorm2d extends Epilogue {
  input: u32; // as output
  scaleShift: u32; // [weight C/4][bias C/4] of v128
  BATCH: u32;
  GROUPS: u32; // groups of four channels
  POSITIONS: u32; // product of the spatial sizes
  EPS: f32;
}

/** A unit is so many groups of one image: a cache line of each position. */
const unitGroups: u32 = 4;

/** Sums are kept for each row of so many positions, so that many values do not drown in one. */
const rowLength: u32 = 64;

// Scratch: four vectors each of mean, scale, total, row sum.
const scaleAt: u32 = 64;
const totalAt: u32 = 128;
const rowAt: u32 = 192;

function unitsOfImage(call: InstanceNorm2d): u32 {
  return (call.GROUPS + unitGroups - 1) / unitGroups;
}

export function instanceNorm2dUnits(call: InstanceNorm2d): u32 {
  return call.BATCH * unitsOfImage(call);
}

export function instanceNorm2d(call: InstanceNorm2d, first: u32, last: u32, scratch: u32): void {
  for (let unit = first; unit < last; unit++) {
    const image = unit / unitsOfImage(call);
    const group = (unit % unitsOfImage(call)) * unitGroups;
    normalise(call, image, group, min(unitGroups, call.GROUPS - group), scratch);
  }
}

function normalise(call: InstanceNorm2d, image: u32, group: u32, count: u32, scratch: u32): void {
  const step = call.GROUPS << 4;
  const start = (image * call.POSITIONS * call.GROUPS + group) << 4;
  const input = call.input + start;
  const positions = f32x4.splat(<f32>call.POSITIONS);
  memory.fill(scratch, 0, totalAt);
  sumUp(call, input, step, count, scratch, false);
  for (let at: u32 = 0; at < count << 4; at += 16) {
    v128.store(scratch + at, f32x4.div(v128.load(scratch + totalAt + at), positions));
  }
  sumUp(call, input, step, count, scratch, true);
  const weights = call.scaleShift + (group << 4);
  for (let at: u32 = 0; at < count << 4; at += 16) {
    const variance = f32x4.div(v128.load(scratch + totalAt + at), positions);
    const deviation = f32x4.sqrt(f32x4.add(variance, f32x4.splat(call.EPS)));
    v128.store(scratch + scaleAt + at, f32x4.div(v128.load(weights + at), deviation));
  }

  const shifts = weights + step;
  let output = call.output + start;
  const end = input + call.POSITIONS * step;
  for (let position = input; position < end; position += step) {
    for (let at: u32 = 0; at < count << 4; at += 16) {
      const distance = f32x4.sub(v128.load(position + at), v128.load(scratch + at));
      const normal = f32x4.mul(distance, v128.load(scratch + scaleAt + at));
      v128.store(output + at, f32x4.add(normal, v128.load(shifts + at)));
    }
    finish(call, output, group, count);
    output += step;
  }
}

/** Adds up, into the totals, the distances from the mean, or their squares. */
function sumUp(call: InstanceNorm2d, input: u32, step: u32, count: u32, scratch: u32, squared: bool): void {
  const end = input + call.POSITIONS * step;
  memory.fill(scratch + totalAt, 0, 64);
  for (let position = input; position < end; ) {
    const rowEnd = min(end, position + rowLength * step);
    memory.fill(scratch + rowAt, 0, 64);
    for (; position < rowEnd; position += step) {
      for (let at: u32 = 0; at < count << 4; at += 16) {
        const distance = f32x4.sub(v128.load(position + at), v128.load(scratch + at));
        const value = squared ? f32x4.mul(distance, distance) : distance;
        v128.store(scratch + rowAt + at, f32x4.add(v128.load(scratch + rowAt + at), value));
      }
    }
    for (let at: u32 = 0; at < count << 4; at += 16) {
      const total = f32x4.add(v128.load(scratch + totalAt + at), v128.load(scratch + rowAt + at));
      v128.store(scratch + totalAt + at, total);
    }
  }
}
