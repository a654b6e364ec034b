import { multiplyAdd } from './multiplyAdd';

/** An image sampled at places that a second operand names; fields as in gridSample.wgsl. */
@unmanaged
export class GridSample {
  output: u32; // [N, OH, OW, C/4] of v128
  input: u32; // [N, IH, IW, C/4] of v128
  grid: u32; // x and y from -1 to 1: [N, OW, 2, OH], OH padded to four, or [N, OH, OW, 2], 2 padded to four
  BATCH: u32;
  GROUPS: u32; // groups of four channels
  INPUT_HEIGHT: u32;
  INPUT_WIDTH: u32;
  OUTPUT_HEIGHT: u32;
  OUTPUT_WIDTH: u32;
  GRID_AXIS: u32; // from x to y, in values, as are the strides of the output's axes
  GRID_COLUMN: u32;
  GRID_ROW: u32;
  GRID_IMAGE: u32;
  MODE: u32; // 0: bilinear, 1: nearest, the sample next to the place, 2: bicubic
  PADDING: u32; // 0: zeros, 1: border, 2: reflection
  ALIGN_CORNERS: u32; // 0: -1 and 1 are the outer edges of the outer samples, 1: their centres
}

/** A unit is a row of the output. */
export function gridSampleUnits(call: GridSample): u32 {
  return call.BATCH * call.OUTPUT_HEIGHT;
}

/** The samples around a place along one axis, nearest two first: how far each is from the first one, in bytes, and how much it counts. */
@unmanaged
class Taps {
  a: u32;
  b: u32;
  c: u32;
  d: u32;
  shareA: f32;
  shareB: f32;
  shareC: f32;
  shareD: f32;
}

/** A place in samples from the first; not a number is -1, and beyond a million all is one. */
function placeOf(call: GridSample, value: f32, size: u32): f32 {
  let bounded: f32 = F32.isNaN(value) ? -1 : min<f32>(max<f32>(value, -1e6), 1e6);
  // Edges are -1 and 1, wherever corners are.
  if (call.PADDING === 2) bounded = 1 - abs(bounded - 1 - 4 * floor((bounded + 1) * 0.25));
  const last = <f32>(size - 1);
  const place = (bounded * <f32>(size - call.ALIGN_CORNERS) + last) * 0.5;
  const margin: f32 = call.MODE === 2 ? 2 : call.PADDING ? 0 : 1;
  return min(max<f32>(place, -margin), last + margin);
}

/** Bicubic is Keys' cubic convolution (1981) with a = -0.75, and padding is of each sample. */
function findTaps(call: GridSample, taps: Taps, value: f32, size: u32, bytes: u32): void {
  const place = placeOf(call, value, size);
  const low = call.MODE === 1 ? nearest(place) : floor(place);
  const share = f32x4.splat(call.MODE === 1 ? 0 : place - low);
  const last = <i32>size - 1;
  let samples = i32x4.add(i32x4.splat(<i32>low), i32x4(0, 1, -1, 2));
  let factors = f32x4(-1, 1, 0, 0);
  if (call.MODE === 2) {
    factors = multiplyAdd(f32x4(1.25, -1.25, -0.75, 0.75), share, f32x4(-2.25, 1.5, 1.5, -0.75));
    factors = multiplyAdd(factors, share, f32x4(0, 0.75, -0.75, 0));
    if (call.PADDING === 2) {
      const edge = 1 - <i32>call.ALIGN_CORNERS;
      samples = i32x4.max_s(samples, i32x4.sub(i32x4.splat(-edge), samples));
      samples = i32x4.min_s(samples, i32x4.sub(i32x4.splat(2 * last + edge), samples));
    }
  }
  let shares = multiplyAdd(factors, share, f32x4(1, 0, 0, 0));
  const inside = i32x4.min_s(i32x4.max_s(samples, i32x4.splat(0)), i32x4.splat(last));
  if (!call.PADDING) shares = v128.and(shares, i32x4.eq(samples, inside));
  v128.store(changetype<usize>(taps), i32x4.mul(inside, i32x4.splat(bytes)));
  v128.store(changetype<usize>(taps), shares, offsetof<Taps>('shareA'));
}

/** One position of the output. */
function bicubic(first: u32, across: Taps, down: Taps, output: u32, stop: u32): void {
  const shareA = f32x4.splat(across.shareA);
  const shareB = f32x4.splat(across.shareB);
  const shareC = f32x4.splat(across.shareC);
  const shareD = f32x4.splat(across.shareD);
  const rows = changetype<u32>(down);
  for (; output < stop; output += 16) {
    let value = f32x4.splat(0);
    for (let row = rows; row < rows + 16; row += 4) {
      const start = first + load<u32>(row);
      let sum = f32x4.mul(v128.load(start + across.a), shareA);
      sum = multiplyAdd(v128.load(start + across.b), shareB, sum);
      sum = multiplyAdd(v128.load(start + across.c), shareC, sum);
      sum = multiplyAdd(v128.load(start + across.d), shareD, sum);
      value = multiplyAdd(sum, v128.load32_splat(row + 16), value);
    }
    v128.store(output, value);
    first += 16;
  }
}

export function gridSample(call: GridSample, first: u32, last: u32, scratch: u32): void {
  const columnBytes = call.GROUPS << 4;
  const rowBytes = call.INPUT_WIDTH * columnBytes;
  const across = changetype<Taps>(<usize>scratch);
  const down = changetype<Taps>(<usize>scratch + offsetof<Taps>());
  for (let line = first; line < last; line++) {
    const image = line / call.OUTPUT_HEIGHT;
    const row = line % call.OUTPUT_HEIGHT;
    const input = call.input + image * call.INPUT_HEIGHT * rowBytes;
    let place = call.grid + ((image * call.GRID_IMAGE + row * call.GRID_ROW) << 2);
    let output = call.output + line * call.OUTPUT_WIDTH * columnBytes;
    const end = output + call.OUTPUT_WIDTH * columnBytes;
    while (output < end) {
      for (let axis: u32 = 0; axis < 2; axis++) {
        const size = axis ? call.INPUT_HEIGHT : call.INPUT_WIDTH;
        const value = load<f32>(place + (axis ? call.GRID_AXIS << 2 : 0));
        findTaps(call, axis ? down : across, value, size, axis ? rowBytes : columnBytes);
      }
      place += call.GRID_COLUMN << 2;
      const stop = output + columnBytes;
      if (call.MODE === 2) {
        bicubic(input, across, down, output, stop);
        output = stop;
        continue;
      }
      const shareA = f32x4.splat(across.shareA * down.shareA);
      const shareB = f32x4.splat(across.shareB * down.shareA);
      const shareC = f32x4.splat(across.shareA * down.shareB);
      const shareD = f32x4.splat(across.shareB * down.shareB);
      let a = input + down.a + across.a;
      let b = a + across.b - across.a;
      const below = down.b - down.a;
      for (; output < stop; output += 16) {
        let value = f32x4.mul(v128.load(a), shareA);
        if (!call.MODE) {
          value = multiplyAdd(v128.load(b), shareB, value);
          value = multiplyAdd(v128.load(a + below), shareC, value);
          value = multiplyAdd(v128.load(b + below), shareD, value);
        }
        v128.store(output, value);
        a += 16;
        b += 16;
      }
    }
  }
}
