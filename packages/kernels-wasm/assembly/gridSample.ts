import { chunkStart, chunksOf } from './chunks';
import { multiplyAdd } from './multiplyAdd';

/** An image sampled at places that a second operand names; fields as in gridSample.wgsl. */
@unmanaged
export class GridSample {
  output: u32; // [N, OH, OW, C/4] of v128
  input: u32; // [N, IH, IW, C/4] of v128
  grid: u32; // [N, OW, 2, OH], OH padded to four; x, then y, from -1 to 1
  VECTORS: u32; // of the output
  GROUPS: u32; // groups of four channels
  INPUT_HEIGHT: u32;
  INPUT_WIDTH: u32;
  OUTPUT_HEIGHT: u32;
  OUTPUT_WIDTH: u32;
  NEAREST: u32; // 0: bilinear, 1: the sample next to the place
  PADDING: u32; // 0: zeros, 1: border, 2: reflection
  ALIGN_CORNERS: u32; // 0: -1 and 1 are the outer edges of the outer samples, 1: their centres
}

export function gridSampleUnits(call: GridSample): u32 {
  return chunksOf(call.VECTORS);
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
  if (call.PADDING === 0) return min(max<f32>(place, -1), <f32>size);
  return min(max<f32>(place, 0), last);
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
  const end = chunkStart(last, call.VECTORS);
  const groups = call.GROUPS;
  const rowBytes = (call.INPUT_WIDTH * groups) << 4;
  const rows = (call.OUTPUT_HEIGHT + 3) & ~3;
  const across = changetype<Taps>(<usize>scratch);
  const down = changetype<Taps>(<usize>scratch + offsetof<Taps>());
  for (let vector = chunkStart(first, call.VECTORS); vector < end; ) {
    const position = vector / groups;
    const line = position / call.OUTPUT_WIDTH;
    const image = line / call.OUTPUT_HEIGHT;
    const column = image * call.OUTPUT_WIDTH + (position % call.OUTPUT_WIDTH);
    let place = call.grid + ((column * 2 * rows + (line % call.OUTPUT_HEIGHT)) << 2);
    for (let axis: u32 = 0; axis < 2; axis++) {
      const taps = axis ? down : across;
      const size = axis ? call.INPUT_HEIGHT : call.INPUT_WIDTH;
      findTaps(call, taps, load<f32>(place), size, axis ? rowBytes : groups << 4);
      place += rows << 2;
    }
    const shareA = f32x4.splat(across.firstShare * down.firstShare);
    const shareB = f32x4.splat(across.secondShare * down.firstShare);
    const shareC = f32x4.splat(across.firstShare * down.secondShare);
    const shareD = f32x4.splat(across.secondShare * down.secondShare);
    const corner = call.input + image * call.INPUT_HEIGHT * rowBytes + ((vector - position * groups) << 4);
    let upper = corner + down.first + across.first;
    const lower = down.second - down.first;
    const right = across.second - across.first;
    const stop = min((position + 1) * groups, end);
    for (; vector < stop; vector++) {
      let value = f32x4.mul(v128.load(upper), shareA);
      if (!call.NEAREST) {
        value = multiplyAdd(v128.load(upper + right), shareB, value);
        value = multiplyAdd(v128.load(upper + lower), shareC, value);
        value = multiplyAdd(v128.load(upper + lower + right), shareD, value);
      }
      v128.store(call.output + (vector << 4), value);
      upper += 16;
    }
  }
}
