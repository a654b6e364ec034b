import { Epilogue, finish } from './epilogue';

/** Sets of neighbouring channels of each image by their own mean and variance; fields as in groupNorm.wgsl. */
@unmanaged
export class GroupNorm extends Epilogue {
  input: u32; // as output
  scaleShift: u32; // [weight C/4][bias C/4] of v128
  BATCH: u32;
  GROUPS: u32; // groups of four channels
  POSITIONS: u32; // product of the spatial sizes
  SET_CHANNELS: u32; // channels that are normalised together
  SETS: u32; // 1, 2 or 4: sets that fill whole vectors
  EPS: f32;
}

/** A cache line of each position: a unit is as few sets as fill it, or a multiple of it. */
const lineColumns: u32 = 4;

/** Columns of vectors that are worked on at once. */
const columnsAtOnce: u32 = 32;

/** Sums are kept for each row of so many positions, so that many values do not drown in one. */
const rowLength: u32 = 64;

// Scratch: means and factors of at most 16 sets, then vectors of the columns: two for results and two to reckon with.
const factorAt: u32 = 64;
const meansAt: u32 = 128;
const scalesAt: u32 = meansAt + 16 * columnsAtOnce;
const shiftsAt: u32 = scalesAt + 16 * columnsAtOnce;
const totalsAt: u32 = scalesAt;
const rowAt: u32 = shiftsAt;

/** Columns of a unit. */
function widthOf(call: GroupNorm): u32 {
  const width = (call.SETS * call.SET_CHANNELS) >> 2;
  return width * ((lineColumns + width - 1) / width);
}

function unitsOfImage(call: GroupNorm): u32 {
  return (call.GROUPS + widthOf(call) - 1) / widthOf(call);
}

export function groupNormUnits(call: GroupNorm): u32 {
  return call.BATCH * unitsOfImage(call);
}

export function groupNorm(call: GroupNorm, first: u32, last: u32, scratch: u32): void {
  for (let unit = first; unit < last; unit++) {
    const image = ((unit / unitsOfImage(call)) * call.POSITIONS * call.GROUPS) << 4;
    const group = (unit % unitsOfImage(call)) * widthOf(call);
    const columns = min(widthOf(call), call.GROUPS - group);
    measure(call, call.input + image, group, columns, scratch);
    for (let column: u32 = 0; column < columns; column += columnsAtOnce) {
      normalise(call, image, group, column, min(columnsAtOnce, columns - column), scratch);
    }
  }
}

/** The mean of each set, and by what distances from it are multiplied. */
function measure(call: GroupNorm, image: u32, group: u32, columns: u32, scratch: u32): void {
  const count = <f32>call.POSITIONS * <f32>call.SET_CHANNELS;
  memory.fill(scratch, 0, meansAt);
  addUp(call, image, group, columns, scratch, scratch, false);
  for (let at = scratch; at < scratch + factorAt; at += 4) store<f32>(at, load<f32>(at) / count);
  addUp(call, image, group, columns, scratch, scratch + factorAt, true);
  for (let at = scratch + factorAt; at < scratch + meansAt; at += 4) {
    store<f32>(at, 1 / sqrt<f32>(load<f32>(at) / count + call.EPS));
  }
}

/** Adds each set's values to `sums`, or the squares of their distances from the mean. */
function addUp(
  call: GroupNorm,
  image: u32,
  group: u32,
  columns: u32,
  scratch: u32,
  sums: u32,
  squared: bool,
): void {
  for (let column: u32 = 0; column < columns; column += columnsAtOnce) {
    const count = min(columnsAtOnce, columns - column);
    for (let at: u32 = 0; at < count; at++) {
      const mean = squared ? perChannel(call, scratch, column + at) : f32x4.splat(0);
      v128.store(scratch + meansAt + (at << 4), mean);
    }
    addPositions(call, image + ((group + column) << 4), count, scratch, squared);
    const end = min((group + column + count) << 2, call.CHANNELS) - (group << 2);
    for (let channel = column << 2; channel < end; channel++) {
      const sum = sums + ((channel / call.SET_CHANNELS) << 2);
      store<f32>(sum, load<f32>(sum) + load<f32>(scratch + totalsAt + ((channel - (column << 2)) << 2)));
    }
  }
}

/** The totals of some columns over all positions. */
function addPositions(call: GroupNorm, input: u32, count: u32, scratch: u32, squared: bool): void {
  const step = call.GROUPS << 4;
  const bytes = count << 4;
  const end = input + call.POSITIONS * step;
  memory.fill(scratch + totalsAt, 0, bytes);
  for (let position = input; position < end; ) {
    const rowEnd = min(end, position + rowLength * step);
    memory.fill(scratch + rowAt, 0, bytes);
    for (; position < rowEnd; position += step) {
      for (let at: u32 = 0; at < bytes; at += 16) {
        const distance = f32x4.sub(v128.load(position + at), v128.load(scratch + meansAt + at));
        const value = squared ? f32x4.mul(distance, distance) : distance;
        v128.store(scratch + rowAt + at, f32x4.add(v128.load(scratch + rowAt + at), value));
      }
    }
    for (let at: u32 = 0; at < bytes; at += 16) {
      const total = f32x4.add(v128.load(scratch + totalsAt + at), v128.load(scratch + rowAt + at));
      v128.store(scratch + totalsAt + at, total);
    }
  }
}

/** What the channels of a column have of `values`, one for each set of the unit. */
function perChannel(call: GroupNorm, values: u32, column: u32): v128 {
  const channel = column << 2;
  const each = call.SET_CHANNELS;
  let result = v128.load32_splat(values + ((channel / each) << 2));
  if (call.SETS === 1) return result;
  result = v128.load32_lane(values + (((channel + 1) / each) << 2), result, 1);
  result = v128.load32_lane(values + (((channel + 2) / each) << 2), result, 2);
  return v128.load32_lane(values + (((channel + 3) / each) << 2), result, 3);
}

/** Every position of some columns of a unit that starts with `group`; `image` is in bytes. */
function normalise(call: GroupNorm, image: u32, group: u32, column: u32, count: u32, scratch: u32): void {
  const step = call.GROUPS << 4;
  const bytes = count << 4;
  const first = (group + column) << 4;
  for (let at: u32 = 0; at < count; at++) {
    const place = scratch + (at << 4);
    const weight = call.scaleShift + first + (at << 4);
    const factor = perChannel(call, scratch + factorAt, column + at);
    v128.store(place + meansAt, perChannel(call, scratch, column + at));
    v128.store(place + scalesAt, f32x4.mul(v128.load(weight), factor));
    v128.store(place + shiftsAt, v128.load(weight + step));
  }
  let output = call.output + image + first;
  let input = call.input + image + first;
  const end = input + call.POSITIONS * step;
  for (; input < end; input += step) {
    for (let at: u32 = 0; at < bytes; at += 16) {
      const place = scratch + at;
      const distance = f32x4.sub(v128.load(input + at), v128.load(place + meansAt));
      const scaled = f32x4.mul(distance, v128.load(place + scalesAt));
      v128.store(output + at, f32x4.add(scaled, v128.load(place + shiftsAt)));
    }
    finish(call, output, group + column, count);
    output += step;
  }
}
