import { advance, Block, BlockTap } from './block';
import { Convolution } from './convolutionCall';
import { tapBytes } from './tiles';

/** Scratch for a list: of four positions, the input row and column of the unshifted tap, and the image's address. */
export const positionBytes: u32 = 4 * 12;

/**
 * Lists the next tile of a block at address `list`: its last position again where fewer than four are left. Taps that
 * lie outside the input for all four are left out. Tiles that follow in the row and differ in nothing but where they lie
 * are its repeats. Returns where the list ends.
 */
export function addTile(call: Convolution, block: Block, list: u32, scratch: u32): u32 {
  const inputBytes = call.INPUT_GROUPS << 4;
  const rowBytes = call.INPUT_WIDTH * inputBytes;
  // Four neighbours of one row: their addresses follow from the first one's.
  const isTogether = block.left >= 4 && block.column + 4 <= block.columns;
  placePositions(call, block, list, scratch, rowBytes);

  const stepBytes = block.stepX * inputBytes;
  let isInside = isTogether; // all four inputs of every tap that is not left out
  let rightmost: u32 = 0; // column of the input that the fourth position reads at most
  const depth = call.DEPTH;
  let tap = list + tapBytes;
  let next: u32 = 0; // where the weights and the first position's input of a tap lie that continues the one before
  let nextAddress: u32 = 0;
  let source: u32 = changetype<usize>(block) + offsetof<Block>();
  const last = source + block.tapCount * offsetof<BlockTap>();
  for (; source < last; source += offsetof<BlockTap>()) {
    const from = changetype<BlockTap>(<usize>source);
    const y = load<u32>(scratch) + from.shiftY; // wraps below 0, so that one comparison checks both ends
    const x = load<u32>(scratch, 4) + from.shiftX;
    if (isTogether && y >= call.INPUT_HEIGHT) continue;
    if (isTogether && x < call.INPUT_WIDTH && x + 3 * block.stepX < call.INPUT_WIDTH) {
      const address = load<u32>(scratch, 8) + y * rowBytes + x * inputBytes;
      rightmost = max(rightmost, x + 3 * block.stepX);
      if (from.place === next && address === nextAddress) {
        store<u32>(tap - tapBytes, load<u32>(tap - tapBytes, 4) + depth, 4);
        next += depth;
        nextAddress += depth << 2;
        continue;
      }
      store<u32>(tap, address, 8);
      store<u32>(tap, address + stepBytes, 12);
      store<u32>(tap, address + 2 * stepBytes, 16);
      store<u32>(tap, address + 3 * stepBytes, 20);
      next = from.place + depth;
      nextAddress = address + (depth << 2);
    } else {
      isInside = false;
      if (!addTap(call, from, tap, scratch, rowBytes, inputBytes)) continue;
      next = 0;
    }
    store<u32>(tap, from.place);
    store<u32>(tap, depth, 4);
    tap += tapBytes;
  }
  store<u32>(list, (tap - list) / tapBytes - 1);
  store<u32>(list, isInside ? takeRepeats(call, block, rightmost) : 0, 4);
  return tap;
}

/** Takes from the block the tiles behind, in the same row, whose taps all lie inside the input too. */
function takeRepeats(call: Convolution, block: Block, rightmost: u32): u32 {
  if (block.column === 0) return 0; // the row has ended
  const room = (call.INPUT_WIDTH - 1 - rightmost) / (4 * block.stepX);
  const repeats = min(room, min(block.left, block.columns - block.column) >> 2);
  block.left -= 4 * repeats;
  block.column += 4 * repeats;
  if (block.column === block.columns) {
    block.column--;
    advance(block);
  }
  return repeats;
}

/**
 * Takes from a block, whose last row was listed whole, the rows behind that the same taps reach: its list serves them once it
 * is moved down. Returns how many.
 */
export function takeRowsAlike(call: Convolution, block: Block): u32 {
  if (block.row === 0) return 0; // the next image
  let lowest: i32 = 0; // of the shifts of the taps
  let highest: i32 = 0;
  let source: u32 = changetype<usize>(block) + offsetof<Block>();
  const last = source + block.tapCount * offsetof<BlockTap>();
  for (; source < last; source += offsetof<BlockTap>()) {
    const shiftY = changetype<BlockTap>(<usize>source).shiftY;
    lowest = min(lowest, shiftY);
    highest = max(highest, shiftY);
  }
  const listed = block.row - 1;
  if (<i32>(listed * block.stepY) + lowest < 0) return 0;
  const below = <i32>call.INPUT_HEIGHT - 1 - highest - <i32>(listed * block.stepY); // rows of the input
  if (below <= 0) return 0;
  const rows = min(min(<u32>below / block.stepY, block.rows - block.row), block.left / block.columns);
  block.left -= rows * block.columns;
  block.row += rows;
  if (block.row === block.rows) {
    block.row = 0;
    block.image++;
  }
  return rows;
}

/** Moves a list of a whole row to the next row of its phase; what lies outside the input stays there. */
export function moveDown(call: Convolution, block: Block, list: u32, tail: u32): void {
  const outputRow = i32x4.splat((block.phasesY * call.OUTPUT_WIDTH * call.OUTPUT_GROUPS) << 4);
  const inputRow = i32x4.splat((block.stepY * call.INPUT_WIDTH * call.INPUT_GROUPS) << 4);
  const zero = i32x4.splat(call.zero);
  for (let tile = list; tile < tail; ) {
    v128.store(tile, i32x4.add(v128.load(tile, 8), outputRow), 8);
    let tap = tile + tapBytes;
    tile = tap + load<u32>(tile) * tapBytes;
    for (; tap < tile; tap += tapBytes) {
      const from = v128.load(tap, 8);
      v128.store(tap, i32x4.add(from, v128.and(inputRow, i32x4.ne(from, zero))), 8);
    }
  }
}

/** Takes four positions from the block: their outputs go to the tile's header, their inputs to the scratch. */
function placePositions(call: Convolution, block: Block, list: u32, scratch: u32, rowBytes: u32): void {
  const outputBytes = call.OUTPUT_GROUPS << 4;
  for (let lane: u32 = 0; lane < 4; lane++) {
    const place = scratch + lane * 12;
    const line = block.image * call.OUTPUT_HEIGHT + block.row * block.phasesY + block.phaseY;
    const position = line * call.OUTPUT_WIDTH + block.column * block.phasesX + block.phaseX;
    store<u32>(list + lane * 4, call.output + position * outputBytes, 8);
    store<u32>(place, block.row * block.stepY);
    store<u32>(place, block.column * block.stepX, 4);
    store<u32>(place, call.input + block.image * call.INPUT_HEIGHT * rowBytes, 8);
    if (block.left > 0 && --block.left > 0) advance(block);
  }
}

/** Addresses of one tap for four positions wherever they lie. False where all are outside the input. */
function addTap(
  call: Convolution,
  from: BlockTap,
  tap: u32,
  scratch: u32,
  rowBytes: u32,
  inputBytes: u32,
): bool {
  let inside = false;
  for (let lane: u32 = 0; lane < 4; lane++) {
    const place = scratch + lane * 12;
    const y = load<u32>(place) + from.shiftY;
    const x = load<u32>(place, 4) + from.shiftX;
    let address = call.zero;
    if (y < call.INPUT_HEIGHT && x < call.INPUT_WIDTH) {
      address = load<u32>(place, 8) + y * rowBytes + x * inputBytes;
      inside = true;
    }
    store<u32>(tap + lane * 4, address, 8);
  }
  return inside;
}
