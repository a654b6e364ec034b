import { chunkStart, chunksOf } from './chunks';

/** The largest value or the mean of each window of a plane; fields as in pool2d.wgsl. */
@unmanaged
export class Pool2d {
  output: u32; // [N, OH, OW, C/4] of v128
  input: u32; // [N, IH, IW, C/4] of v128
  VECTORS: u32; // of the output
  GROUPS: u32; // groups of four channels
  INPUT_HEIGHT: u32;
  INPUT_WIDTH: u32;
  OUTPUT_HEIGHT: u32;
  OUTPUT_WIDTH: u32;
  KERNEL_HEIGHT: u32;
  KERNEL_WIDTH: u32;
  STRIDE_Y: u32;
  STRIDE_X: u32;
  PADDING_TOP: u32;
  PADDING_LEFT: u32;
  DILATION_Y: u32;
  DILATION_X: u32;
  MEAN: u32; // 0: the largest value, 1: the mean
  COUNTED_TOP: u32; // how much of the padding counts in a mean
  COUNTED_LEFT: u32;
  COUNTED_BOTTOM: u32;
  COUNTED_RIGHT: u32;
}

export function pool2dUnits(call: Pool2d): u32 {
  return chunksOf(call.VECTORS);
}

/** How many taps of a window that starts at `start` lie within what counts, `first` to `end`. */
function counted(start: i32, taps: u32, first: i32, end: i32): i32 {
  return min<i32>(start + taps, end) - max<i32>(start, first);
}

export function pool2d(call: Pool2d, first: u32, last: u32, _scratch: u32): void {
  const end = chunkStart(last, call.VECTORS);
  const groups = call.GROUPS;
  const isMean = call.MEAN === 1;
  for (let vector = chunkStart(first, call.VECTORS); vector < end; vector++) {
    const group = vector % groups;
    const column = (vector / groups) % call.OUTPUT_WIDTH;
    const line = vector / (groups * call.OUTPUT_WIDTH);
    const top = (line % call.OUTPUT_HEIGHT) * call.STRIDE_Y - call.PADDING_TOP; // wraps above the input
    const left = column * call.STRIDE_X - call.PADDING_LEFT;
    const image = (line / call.OUTPUT_HEIGHT) * call.INPUT_HEIGHT;
    let result = f32x4.splat(isMean ? 0 : -f32.MAX_VALUE);
    for (let ky: u32 = 0; ky < call.KERNEL_HEIGHT; ky++) {
      const y = top + ky * call.DILATION_Y;
      if (y >= call.INPUT_HEIGHT) continue;
      const row = call.input + (((image + y) * call.INPUT_WIDTH * groups + group) << 4);
      for (let kx: u32 = 0; kx < call.KERNEL_WIDTH; kx++) {
        const x = left + kx * call.DILATION_X;
        if (x >= call.INPUT_WIDTH) continue;
        const value = v128.load(row + ((x * groups) << 4));
        result = isMean ? f32x4.add(result, value) : f32x4.max(result, value);
      }
    }
    if (isMean) {
      const rows = counted(
        top,
        call.KERNEL_HEIGHT,
        -(<i32>call.COUNTED_TOP),
        call.INPUT_HEIGHT + call.COUNTED_BOTTOM,
      );
      const columns = counted(
        left,
        call.KERNEL_WIDTH,
        -(<i32>call.COUNTED_LEFT),
        call.INPUT_WIDTH + call.COUNTED_RIGHT,
      );
      result = f32x4.div(result, f32x4.splat(<f32>(rows * columns)));
    }
    v128.store(call.output + (vector << 4), result);
  }
}
