import { Convolution } from './convolutionCall';

/**
 * Some positions of one phase of a convolution's output, and the taps that reach them. The outputs split into phases
 * whose positions all have the same taps: one phase, or, of a transposed convolution, one for each residue of its stride.
 */
@unmanaged
export class Block {
  phaseY: u32;
  phaseX: u32;
  phasesY: u32; // from one row of the phase to the next, in rows of the output
  phasesX: u32;
  rows: u32; // of the phase
  columns: u32;
  stepY: u32; // from one row of the phase to the next, in rows of the input
  stepX: u32;
  inputShift: u32; // from a tile to its next repeat, in bytes
  outputShift: u32;
  tapCount: u32;
  left: u32; // positions still to be listed
  image: u32; // the next position
  row: u32;
  column: u32;
  // BlockTap x tapCount follow
}

@unmanaged
export class BlockTap {
  place: u32; // of its weights, in input channels from a panel's start
  shiftY: i32; // from row * stepY to the input's row
  shiftX: i32;
}

export function phasesY(call: Convolution): u32 {
  return call.TRANSPOSED ? min(call.STRIDE_Y, call.OUTPUT_HEIGHT) : 1;
}

export function phasesX(call: Convolution): u32 {
  return call.TRANSPOSED ? min(call.STRIDE_X, call.OUTPUT_WIDTH) : 1;
}

/** Columns of phase 0, which has the most. */
export function phaseColumns(call: Convolution): u32 {
  return (call.OUTPUT_WIDTH + phasesX(call) - 1) / phasesX(call);
}

/** Positions of phase 0, which has the most. */
export function mostPositions(call: Convolution): u32 {
  const rows = (call.OUTPUT_HEIGHT + phasesY(call) - 1) / phasesY(call);
  return call.BATCH * rows * phaseColumns(call);
}

/** Writes the block of `count` positions from `start` on, or of fewer where the phase ends before. */
export function openBlock(call: Convolution, at: u32, phase: u32, start: u32, count: u32): Block {
  const block = changetype<Block>(<usize>at);
  block.phasesY = phasesY(call);
  block.phasesX = phasesX(call);
  block.phaseY = phase / block.phasesX;
  block.phaseX = phase % block.phasesX;
  block.rows = (call.OUTPUT_HEIGHT - block.phaseY + block.phasesY - 1) / block.phasesY;
  block.columns = (call.OUTPUT_WIDTH - block.phaseX + block.phasesX - 1) / block.phasesX;
  block.stepY = call.TRANSPOSED ? 1 : call.STRIDE_Y;
  block.stepX = call.TRANSPOSED ? 1 : call.STRIDE_X;
  block.inputShift = (4 * block.stepX * call.INPUT_GROUPS) << 4;
  block.outputShift = (4 * block.phasesX * call.OUTPUT_GROUPS) << 4;
  const positions = call.BATCH * block.rows * block.columns;
  block.left = start < positions ? min(count, positions - start) : 0;
  const row = start / block.columns;
  block.column = start % block.columns;
  block.row = row % block.rows;
  block.image = row / block.rows;
  findTaps(call, block, at + offsetof<Block>());
  return block;
}

export function advance(block: Block): void {
  if (++block.column < block.columns) return;
  block.column = 0;
  if (++block.row < block.rows) return;
  block.row = 0;
  block.image++;
}

function findTaps(call: Convolution, block: Block, first: u32): void {
  let at = first;
  for (let ky: u32 = 0; ky < call.KERNEL_HEIGHT; ky++) {
    const shiftY = tapShift(
      call.TRANSPOSED,
      block.phaseY,
      call.PADDING_TOP,
      ky * call.DILATION_Y,
      call.STRIDE_Y,
    );
    if (shiftY === unreached) continue;
    for (let kx: u32 = 0; kx < call.KERNEL_WIDTH; kx++) {
      const reach = kx * call.DILATION_X;
      const shiftX = tapShift(call.TRANSPOSED, block.phaseX, call.PADDING_LEFT, reach, call.STRIDE_X);
      if (shiftX === unreached) continue;
      const tap = changetype<BlockTap>(<usize>at);
      tap.place = (ky * call.KERNEL_WIDTH + kx) * call.DEPTH;
      tap.shiftY = shiftY;
      tap.shiftX = shiftX;
      at += offsetof<BlockTap>();
    }
  }
  block.tapCount = (at - first) / offsetof<BlockTap>();
}

/** A tap that falls between the inputs: a transposed convolution's stride passes over it. */
const unreached: i32 = i32.MIN_VALUE;

function tapShift(transposed: u32, phase: u32, padding: u32, reach: u32, stride: u32): i32 {
  if (!transposed) return <i32>reach - <i32>padding;
  const distance = <i32>(phase + padding) - <i32>reach;
  return distance % <i32>stride === 0 ? distance / <i32>stride : unreached;
}
