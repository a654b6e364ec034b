import { chunkStart, chunksOf } from './chunks';
import { realLanes } from './epilogue';

/** Resampling to another size, nearest or bilinear; fields as in upsample2d.wgsl. */
@unmanaged
export class Upsample2d {
  output: u32; // [N, OH, OW, C/4] of v128
  input: u32; // [N, IH, IW, C/4] of v128
  VECTORS: u32; // of the output
  GROUPS: u32; // groups of four channels
  INPUT_HEIGHT: u32;
  INPUT_WIDTH: u32;
  OUTPUT_HEIGHT: u32;
  OUTPUT_WIDTH: u32;
  INTERPOLATE: u32; // 0: the sample at or before the source, 1: bilinear
  MULTIPLIER_Y: i32; // the source of an index is (index * MULTIPLIER + SHIFT) / DIVISOR
  MULTIPLIER_X: i32;
  SHIFT_Y: i32;
  SHIFT_X: i32;
  DIVISOR_Y: i32;
  DIVISOR_X: i32;
}

export function upsample2dUnits(call: Upsample2d): u32 {
  return chunksOf(call.VECTORS);
}

function mix(from: v128, to: v128, part: f32): v128 {
  return f32x4.add(from, f32x4.mul(f32x4.sub(to, from), f32x4.splat(part)));
}

export function upsample2d(call: Upsample2d, first: u32, last: u32, _scratch: u32): void {
  const end = chunkStart(last, call.VECTORS);
  const groups = call.GROUPS;
  const rowBytes = (call.INPUT_WIDTH * groups) << 4;
  for (let vector = chunkStart(first, call.VECTORS); vector < end; ) {
    let group = vector % groups;
    const column = (vector / groups) % call.OUTPUT_WIDTH;
    const line = vector / (groups * call.OUTPUT_WIDTH);
    const image = call.input + (line / call.OUTPUT_HEIGHT) * call.INPUT_HEIGHT * rowBytes;
    const sourceY = max(<i32>(line % call.OUTPUT_HEIGHT) * call.MULTIPLIER_Y + call.SHIFT_Y, 0);
    const sourceX = max(<i32>column * call.MULTIPLIER_X + call.SHIFT_X, 0);
    const top = min<u32>(sourceY / call.DIVISOR_Y, call.INPUT_HEIGHT - 1);
    const left = min<u32>(sourceX / call.DIVISOR_X, call.INPUT_WIDTH - 1);
    const bottom = min<u32>(top + 1, call.INPUT_HEIGHT - 1);
    const right = min<u32>(left + 1, call.INPUT_WIDTH - 1);
    const down = <f32>(sourceY % call.DIVISOR_Y) / <f32>call.DIVISOR_Y;
    const across = <f32>(sourceX % call.DIVISOR_X) / <f32>call.DIVISOR_X;
    for (; group < groups && vector < end; group++) {
      const upper = image + top * rowBytes + (group << 4);
      let value = v128.load(upper + ((left * groups) << 4));
      if (call.INTERPOLATE) {
        const lower = image + bottom * rowBytes + (group << 4);
        value = mix(value, v128.load(upper + ((right * groups) << 4)), across);
        const below = v128.load(lower + ((left * groups) << 4));
        value = mix(value, mix(below, v128.load(lower + ((right * groups) << 4)), across), down);
      }
      v128.store(call.output + (vector << 4), value);
      vector++;
    }
  }
}

/** A border around each plane; fields as in pad2d.wgsl. */
@unmanaged
export class Pad2d {
  output: u32; // [N, OH, OW, C/4] of v128
  input: u32; // [N, IH, IW, C/4] of v128
  VECTORS: u32; // of the output
  CHANNELS: u32;
  INPUT_HEIGHT: u32;
  INPUT_WIDTH: u32;
  OUTPUT_HEIGHT: u32;
  OUTPUT_WIDTH: u32;
  PADDING_TOP: u32;
  PADDING_LEFT: u32;
  MODE: u32; // 0: VALUE, 1: reflect, 2: replicate
  VALUE: f32;
}

export function pad2dUnits(call: Pad2d): u32 {
  return chunksOf(call.VECTORS);
}

/** Where an index beyond the edges reads from; `index` counts from the first sample of the input. */
function inside(index: i32, size: u32, mode: u32): u32 {
  const last = <i32>size - 1;
  if (mode === 1) return last - abs(last - abs(index));
  return min(max(index, 0), last);
}

export function pad2d(call: Pad2d, first: u32, last: u32, _scratch: u32): void {
  const end = chunkStart(last, call.VECTORS);
  const groups = (call.CHANNELS + 3) >> 2;
  for (let vector = chunkStart(first, call.VECTORS); vector < end; ) {
    let group = vector % groups;
    const column = ((vector / groups) % call.OUTPUT_WIDTH) - call.PADDING_LEFT; // wraps left of the input
    const line = vector / (groups * call.OUTPUT_WIDTH);
    const row = (line % call.OUTPUT_HEIGHT) - call.PADDING_TOP;
    const outside = call.MODE === 0 && (row >= call.INPUT_HEIGHT || column >= call.INPUT_WIDTH);
    const y = inside(row, call.INPUT_HEIGHT, call.MODE);
    const x = inside(column, call.INPUT_WIDTH, call.MODE);
    const source =
      call.input +
      (((line / call.OUTPUT_HEIGHT) * call.INPUT_HEIGHT + y) * call.INPUT_WIDTH + x) * groups * 16;
    for (; group < groups && vector < end; group++) {
      const value = outside
        ? v128.and(f32x4.splat(call.VALUE), realLanes(group, call.CHANNELS))
        : v128.load(source + (group << 4));
      v128.store(call.output + (vector << 4), value);
      vector++;
    }
  }
}
