import { Convolution, columnsOf, phasesX, phasesY, rowsOf, tapColumn, tapRow, unreached } from './geometry';
import { tapBytes } from './tiles';

/** Scratch in front of a tile list: of four positions, the input row and column of tap (0, 0) and the image's address. */
export const positionBytes: u32 = 4 * 12;

/** Where a position of a phase lies in the output, counted in positions. */
export function outputPosition(call: Convolution, phaseY: u32, phaseX: u32, position: u32): u32 {
  const columns = columnsOf(call, phaseX);
  const row = position / columns;
  const rows = rowsOf(call, phaseY);
  const y = (row % rows) * phasesY(call) + phaseY;
  const x = (position % columns) * phasesX(call) + phaseX;
  return ((row / rows) * call.OUTPUT_HEIGHT + y) * call.OUTPUT_WIDTH + x;
}

/**
 * Lists the tile of positions `first` to `first + 3` of a phase at address `list`, the last one again for those from
 * `end` on. Taps that lie outside the input for all four are left out. Returns where the list ends.
 */
export function addTile(
  call: Convolution,
  list: u32,
  scratch: u32,
  phaseY: u32,
  phaseX: u32,
  first: u32,
  end: u32,
): u32 {
  const rows = rowsOf(call, phaseY);
  const columns = columnsOf(call, phaseX);
  const stepY = call.TRANSPOSED ? 1 : call.STRIDE_Y;
  const stepX = call.TRANSPOSED ? 1 : call.STRIDE_X;
  const inputBytes = call.INPUT_GROUPS << 4;
  const rowBytes = call.INPUT_WIDTH * inputBytes;
  const outputBytes = call.OUTPUT_GROUPS << 4;
  for (let lane: u32 = 0; lane < 4; lane++) {
    const position = min(first + lane, end - 1);
    const row = position / columns;
    const place = scratch + lane * 12;
    store<u32>(place, (row % rows) * stepY);
    store<u32>(place, (position % columns) * stepX, 4);
    store<u32>(place, call.input + (row / rows) * call.INPUT_HEIGHT * rowBytes, 8);
    store<u32>(
      list + lane * 4,
      call.output + outputPosition(call, phaseY, phaseX, position) * outputBytes,
      4,
    );
  }

  const depth = call.DEPTH;
  let taps: u32 = 0;
  let tap = list + tapBytes;
  for (let ky: u32 = 0; ky < call.KERNEL_HEIGHT; ky++) {
    const shiftY = tapRow(call, phaseY, ky);
    if (shiftY === unreached) continue;
    for (let kx: u32 = 0; kx < call.KERNEL_WIDTH; kx++) {
      const shiftX = tapColumn(call, phaseX, kx);
      if (shiftX === unreached) continue;
      let inside = false;
      for (let lane: u32 = 0; lane < 4; lane++) {
        const place = scratch + lane * 12;
        const y = load<u32>(place) + shiftY; // wraps below 0, so that one comparison checks both ends
        const x = load<u32>(place, 4) + shiftX;
        let address = call.zero;
        if (y < call.INPUT_HEIGHT && x < call.INPUT_WIDTH) {
          address = load<u32>(place, 8) + y * rowBytes + x * inputBytes;
          inside = true;
        }
        store<u32>(tap + lane * 4, address, 4);
      }
      if (!inside) continue;
      store<u32>(tap, (ky * call.KERNEL_WIDTH + kx) * depth);
      tap += tapBytes;
      taps++;
    }
  }
  store<u32>(list, taps);
  return tap;
}
