import { Epilogue } from './epilogue';

/** A call of conv2d, convTranspose2d or linear; names in capitals are those of the shaders' constants. */
@unmanaged
export class Convolution extends Epilogue {
  input: u32; // [N, IH, IW, IC/4] of v128
  weight: u32; // as packMatrix.ts writes it
  zero: u32; // a position of zeros, read where a tap lies outside the input
  BATCH: u32;
  TRANSPOSED: u32; // 1: convTranspose2d
  INPUT_HEIGHT: u32;
  INPUT_WIDTH: u32;
  INPUT_GROUPS: u32; // groups of four channels
  OUTPUT_HEIGHT: u32;
  OUTPUT_WIDTH: u32;
  OUTPUT_GROUPS: u32;
  INPUT_PER_GROUP: u32; // channels of one convolution group
  OUTPUT_PER_GROUP: u32;
  CONVOLUTION_GROUPS: u32;
  DEPTH: u32; // input channels that a tap sums over: INPUT_PER_GROUP, padded to four where there is one group
  KERNEL_HEIGHT: u32;
  KERNEL_WIDTH: u32;
  STRIDE_Y: u32;
  STRIDE_X: u32;
  PADDING_TOP: u32;
  PADDING_LEFT: u32;
  DILATION_Y: u32;
  DILATION_X: u32;
  SCRATCH_BYTES: u32; // of each thread: one tile of all taps at least, with its sums and positions
}

// The outputs split into phases whose positions all have the same taps: one phase, or, of a transposed convolution, one
// for each residue of its stride.

export function phasesY(call: Convolution): u32 {
  return call.TRANSPOSED ? min(call.STRIDE_Y, call.OUTPUT_HEIGHT) : 1;
}

export function phasesX(call: Convolution): u32 {
  return call.TRANSPOSED ? min(call.STRIDE_X, call.OUTPUT_WIDTH) : 1;
}

/** Rows of a phase; phase 0 has the most. */
export function rowsOf(call: Convolution, phaseY: u32): u32 {
  const phases = phasesY(call);
  return (call.OUTPUT_HEIGHT - phaseY + phases - 1) / phases;
}

export function columnsOf(call: Convolution, phaseX: u32): u32 {
  const phases = phasesX(call);
  return (call.OUTPUT_WIDTH - phaseX + phases - 1) / phases;
}

/** No tap of this row (column) reaches the phase. */
export const unreached: i32 = i32.MIN_VALUE;

/** From a phase's row to the input row that kernel row `ky` meets, before the row itself is added. */
export function tapRow(call: Convolution, phaseY: u32, ky: u32): i32 {
  return tapShift(call.TRANSPOSED, phaseY, call.PADDING_TOP, ky * call.DILATION_Y, call.STRIDE_Y);
}

export function tapColumn(call: Convolution, phaseX: u32, kx: u32): i32 {
  return tapShift(call.TRANSPOSED, phaseX, call.PADDING_LEFT, kx * call.DILATION_X, call.STRIDE_X);
}

function tapShift(transposed: u32, phase: u32, padding: u32, reach: u32, stride: u32): i32 {
  if (!transposed) return <i32>reach - <i32>padding;
  const distance = <i32>(phase + padding) - <i32>reach;
  return distance % <i32>stride === 0 ? distance / <i32>stride : unreached;
}
