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
  NEAREST: u32; // 0: bilinear, 1: the sample next to the place
  PADDING: u32; // 0: zeros, 1: border, 2: reflection
  ALIGN_CORNERS: u32; // 0: -1 and 1 are the outer edges of the outer samples, 1: their centres
}

/** A unit is a row of the output. */
export function gridSampleUnits(call: GridSample): u32 {
  return call.BATCH * call.OUTPUT_HEIGHT;
}

/** The samples around a place along one axis: how far each is from the first one, in bytes, and how much it counts. */
@unmanaged
class Taps {
  first: u32;
  second: u32;
  firstShare: f32;
  secondShare: f32;
}

/** A place in samples from the first; not a number is -1, and beyond a million all is one. */
function placeOf(call: GridSample, value: f32, size: u32): f32 {
  let bounded: f32 = F32.isNaN(value) ? -1 : min<f32>(max<f32>(value, -1e6), 1e6);
  // Edges are -1 and 1, wherever corners are.
  if (call.PADDING === 2) bounded = 1 - abs(bounded - 1 - 4 * floor((bounded + 1) * 0.25));
  const last = <f32>(size - 1);
  const place = (bounded * <f32>(size - call.ALIGN_CORNERS) + last) * 0.5;
  const margin: f32 = call.PADDING ? 0 : 1;
  return min(max<f32>(place, -margin), last + margin);
}

/** Samples outside count nothing; they are only reached where zeros pad. */
function findTaps(call: GridSample, taps: Taps, value: f32, size: u32, bytes: u32): void {
  const place = placeOf(call, value, size);
  const low = call.NEAREST ? nearest(place) : floor(place);
  const share: f32 = call.NEAREST ? 0 : place - low;
  const first = <i32>low;
  const last = <i32>size - 1;
  taps.first = min(max(first, 0), last) * bytes;
  taps.second = min(first + 1, last) * bytes;
  taps.firstShare = <u32>first < size ? 1 - share : 0;
  taps.secondShare = first < last ? share : 0;
}

export function gridSample(call: GridSample, first: u32, last: u32, scratch: u32): void {
  const columnBytes = call.GROUPS << 4;
  const rowBytes = call.INPUT_WIDTH * columnBytes;
  const across = changetype<Taps>(<usize>scratch);
  const down = changetype<Taps>(<usize>scratch + offsetof<Taps>());
  for (let line = first; line < last; line++) {
    const image = line / call.OUTPUT_HEIGHT;
    const row = line % call.OUTPUT_HEIGHT;
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
      const shareA = f32x4.splat(across.firstShare * down.firstShare);
      const shareB = f32x4.splat(across.secondShare * down.firstShare);
      const shareC = f32x4.splat(across.firstShare * down.secondShare);
      const shareD = f32x4.splat(across.secondShare * down.secondShare);
      let a = call.input + image * call.INPUT_HEIGHT * rowBytes + down.first + across.first;
      let b = a + across.second - across.first;
      const below = down.second - down.first;
      for (const stop = output + columnBytes; output < stop; output += 16) {
        let value = f32x4.mul(v128.load(a), shareA);
        if (!call.NEAREST) {
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
