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
