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

/** A place in samples from the first; not a number is -1, and beyond a million all is one. */
function placeOf(call: GridSample, value: f32, size: u32): f32 {
  const last = <f32>(size - 1);
  const span = <f32>(size - call.ALIGN_CORNERS);
  const bounded: f32 = isNaN(value) ? -1 : min<f32>(max<f32>(value, -1e6), 1e6);
  const place = (bounded * span + last) * 0.5;
  if (call.PADDING === 0) return min(max<f32>(place, -1), <f32>size);
  if (call.PADDING === 1) return min(max<f32>(place, 0), last);
  const edge = (last - span) * 0.5;
  const period = max<f32>(2 * span, 1); // a single sample with corners aligned has a span of 0
  const folded = place - edge - period * floor((place - edge) / period);
  return min(max<f32>(edge + span - abs(folded - span), 0), last);
}

/** How much a sample counts: nothing outside, which is only reached where zeros pad. */
function shareOf(sample: i32, size: u32, share: f32): f32 {
  return <u32>sample < size ? share : 0;
}

function inside(sample: i32, size: u32): u32 {
  return min(max(sample, 0), <i32>size - 1);
}

export function gridSample(call: GridSample, first: u32, last: u32, _scratch: u32): void {
  const end = chunkStart(last, call.VECTORS);
  const groups = call.GROUPS;
  const width = call.INPUT_WIDTH;
  const height = call.INPUT_HEIGHT;
  const columnBytes = groups << 4;
  const rows = (call.OUTPUT_HEIGHT + 3) & ~3;
  for (let vector = chunkStart(first, call.VECTORS); vector < end; ) {
    const position = vector / groups;
    const line = position / call.OUTPUT_WIDTH;
    const image = line / call.OUTPUT_HEIGHT;
    const column = image * call.OUTPUT_WIDTH + (position % call.OUTPUT_WIDTH);
    const places = call.grid + ((column * 2 * rows + (line % call.OUTPUT_HEIGHT)) << 2);
    const x = placeOf(call, load<f32>(places), width);
    const y = placeOf(call, load<f32>(places + (rows << 2)), height);
    const left = <i32>(call.NEAREST ? nearest(x) : floor(x));
    const top = <i32>(call.NEAREST ? nearest(y) : floor(y));
    const upper = call.input + (image * height + inside(top, height)) * width * columnBytes;
    const stop = min((position + 1) * groups, end);
    let output = call.output + (vector << 4);
    const outputEnd = call.output + (stop << 4);
    const group = (vector - position * groups) << 4;
    let a = upper + inside(left, width) * columnBytes + group;
    vector = stop;
    if (call.NEAREST) {
      const isInside = <u32>left < width && <u32>top < height;
      for (; output < outputEnd; output += 16) {
        v128.store(output, isInside ? v128.load(a) : f32x4.splat(0));
        a += 16;
      }
      continue;
    }
    const across = x - <f32>left;
    const down = y - <f32>top;
    const lower = call.input + (image * height + inside(top + 1, height)) * width * columnBytes;
    const b = inside(left + 1, width) * columnBytes - inside(left, width) * columnBytes; // from a tap to its neighbour
    const below = lower - upper;
    const leftShare = shareOf(left, width, 1 - across);
    const rightShare = shareOf(left + 1, width, across);
    const upperShare = shareOf(top, height, 1 - down);
    const lowerShare = shareOf(top + 1, height, down);
    const shareA = f32x4.splat(leftShare * upperShare);
    const shareB = f32x4.splat(rightShare * upperShare);
    const shareC = f32x4.splat(leftShare * lowerShare);
    const shareD = f32x4.splat(rightShare * lowerShare);
    for (; output < outputEnd; output += 16) {
      const upperSum = multiplyAdd(v128.load(a + b), shareB, f32x4.mul(v128.load(a), shareA));
      const c = a + below;
      const sum = multiplyAdd(v128.load(c), shareC, upperSum);
      v128.store(output, multiplyAdd(v128.load(c + b), shareD, sum));
      a += 16;
    }
  }
}
