import { Block, BlockTap, mostPositions, openBlock, phaseColumns, phasesX, phasesY } from './block';
import { Convolution } from './convolutionCall';
import { finish, finishSingles } from './epilogue';
import { eightByOne, fourByOne, fourByThree } from './fewChannels';
import { isFew, packedChannels, panelChannel, panelCount, panelWidth } from './panels';
import { computeRows, isThreeByThree } from './threeByThree';
import { addTile, moveDown, positionBytes, takeRowsAlike } from './tileList';
import { fourByEight, fourByFour, tapBytes } from './tiles';

// conv2d, convTranspose2d and linear. Each phase's positions are cut into blocks, each block into tiles of four. The
// tiles of a block are listed once with the addresses that their taps read; then every panel of output channels runs
// through the list. A call's units are its blocks, each split over panels where blocks alone are too few to share.

const wantedUnits: u32 = 16;

/**
 * Positions of a block: few enough that its inputs stay in the cache while the weights stream by. Few channels have few
 * weights, and so little to do in each position that listing tiles shows: whole rows, as many as leave units to share, since
 * rows below each other share a list.
 */
function blockPositions(call: Convolution): u32 {
  if (!isFew(call.CONVOLUTION_GROUPS, call.OUTPUT_PER_GROUP)) return 48;
  const columns = phaseColumns(call);
  const share = (mostPositions(call) * phasesY(call) * phasesX(call)) / wantedUnits;
  return columns * max(1, min(max(share, 256), 4096) / columns);
}

/** Scratch for one tile's sums, where they cannot go straight to the output, and for their addresses. */
const sumBytes: u32 = 4 * 32 + 16;

/** Whether each convolution group starts at a multiple of four output channels. */
function isAligned(call: Convolution): bool {
  return call.CONVOLUTION_GROUPS === 1 || (call.OUTPUT_PER_GROUP & 3) === 0;
}

function blocksOf(call: Convolution): u32 {
  return (mostPositions(call) + blockPositions(call) - 1) / blockPositions(call);
}

function panelsOf(call: Convolution): u32 {
  return panelCount(call.CONVOLUTION_GROUPS, call.OUTPUT_PER_GROUP);
}

/** Into how many parts the panels of a block are split. */
function splitsOf(call: Convolution): u32 {
  if (!isAligned(call) || isFew(call.CONVOLUTION_GROUPS, call.OUTPUT_PER_GROUP)) return 1; // panels share vectors
  const blocks = phasesY(call) * phasesX(call) * blocksOf(call);
  return min((wantedUnits + blocks - 1) / blocks, panelsOf(call));
}

export function convolutionUnits(call: Convolution): u32 {
  return phasesY(call) * phasesX(call) * blocksOf(call) * splitsOf(call);
}

/**
 * Computes units `first` to `last - 1`; a unit is (block * phases + phase) * splits + split: the phases of a block read the
 * same inputs and fill the same cache lines.
 */
export function convolution(call: Convolution, first: u32, last: u32, scratch: u32): void {
  const splits = splitsOf(call);
  const phases = phasesY(call) * phasesX(call);
  const panels = panelsOf(call);
  const positions = blockPositions(call);
  const blockAt = scratch + sumBytes + positionBytes;
  if (isThreeByThree(call)) {
    const rows = positions / call.OUTPUT_WIDTH; // of a block
    computeRows(call, first * rows, min(last * rows, call.BATCH * call.OUTPUT_HEIGHT), scratch);
    return;
  }
  for (let unit = first; unit < last; unit++) {
    const place = unit / splits;
    const split = unit % splits;
    const block = openBlock(call, blockAt, place % phases, (place / phases) * positions, positions);
    const firstPanel = (split * panels) / splits;
    const lastPanel = ((split + 1) * panels) / splits;
    computeBlock(call, block, firstPanel, lastPanel, splits === 1, scratch);
  }
}

function computeBlock(
  call: Convolution,
  block: Block,
  firstPanel: u32,
  lastPanel: u32,
  isWhole: bool,
  scratch: u32,
): void {
  const list = changetype<u32>(block) + offsetof<Block>() + block.tapCount * offsetof<BlockTap>();
  const few = isFew(call.CONVOLUTION_GROUPS, call.OUTPUT_PER_GROUP);
  const listEnd = scratch + call.SCRATCH_BYTES - (1 + block.tapCount) * tapBytes;
  while (block.left > 0) {
    const before = block.left;
    let tail = list;
    do tail = addTile(call, block, tail, scratch + sumBytes);
    while (block.left > 0 && tail <= listEnd && !(few && block.column === 0));
    runPanels(call, block, list, tail, firstPanel, lastPanel, scratch);
    const listed = before - block.left;
    finishPositions(call, block, list, listed, firstPanel, lastPanel, isWhole);
    if (!few || listed !== block.columns || block.column !== 0) continue;
    for (let rows = takeRowsAlike(call, block); rows > 0; rows--) {
      moveDown(call, block, list, tail);
      runPanels(call, block, list, tail, firstPanel, lastPanel, scratch);
      finishPositions(call, block, list, listed, firstPanel, lastPanel, isWhole);
    }
  }
}

/** Runs the tiles of a list through some panels of every convolution group. */
function runPanels(
  call: Convolution,
  block: Block,
  list: u32,
  tail: u32,
  firstPanel: u32,
  lastPanel: u32,
  scratch: u32,
): void {
  const groups = call.CONVOLUTION_GROUPS;
  const perGroup = call.OUTPUT_PER_GROUP;
  const channelBytes = (call.KERNEL_HEIGHT * call.KERNEL_WIDTH * call.DEPTH) << 2;
  const aligned = isAligned(call);
  if (!aligned) pointToScratch(scratch);
  for (let group: u32 = 0; group < groups; group++) {
    const inputOffset = (group * call.INPUT_PER_GROUP) << 2;
    for (let panel = firstPanel; panel < lastPanel; panel++) {
      const channel = panelChannel(groups, perGroup, panel);
      const weights = call.weight + (group * packedChannels(groups, perGroup) + channel) * channelBytes;
      const width = panelWidth(groups, perGroup, panel);
      const target = (group * perGroup + channel) << 2;
      for (let tile = list; tile < tail; tile += (1 + load<u32>(tile)) * tapBytes) {
        let from = inputOffset;
        let to = target;
        let left = 1 + load<u32>(tile, 4);
        if (width === 1 && left > 1) {
          for (; left > 1; left -= 2) {
            eightByOne(call, tile, weights, from, to, block.outputShift);
            from += 2 * block.inputShift;
            to += 2 * block.outputShift;
          }
          if (call.CHANNELS === 1) finishSingles(call, tile + 8, target, to, block.outputShift);
        }
        for (; left > 0; left--) {
          const outputs = aligned ? tile + 8 : scratch;
          const outputOffset = aligned ? to : 0;
          if (width === 8) fourByEight(tile, outputs, weights, from, outputOffset);
          else if (width === 4) fourByFour(tile, outputs, weights, from, outputOffset);
          else if (width === 3) fourByThree(call, tile, weights, from, to);
          else fourByOne(call, tile, weights, from, to);
          if (!aligned) copySums(scratch, tile, to, min(perGroup - channel, 8));
          from += block.inputShift;
          to += block.outputShift;
        }
      }
    }
  }
}

/** Writes the addresses of the four rows of sums behind them. */
function pointToScratch(scratch: u32): void {
  for (let lane: u32 = 0; lane < 4; lane++) store<u32>(scratch + lane * 4, scratch + 16 + lane * 32);
}

function copySums(scratch: u32, tile: u32, outputOffset: u32, channels: u32): void {
  for (let lane: u32 = 0; lane < 4; lane++) {
    memory.copy(load<u32>(tile + lane * 4, 8) + outputOffset, scratch + 16 + lane * 32, channels << 2);
  }
}

/** The epilogue of the first `count` positions of a list, for the panels that were computed. */
function finishPositions(
  call: Convolution,
  block: Block,
  list: u32,
  count: u32,
  firstPanel: u32,
  lastPanel: u32,
  isWhole: bool,
): void {
  if (isFew(call.CONVOLUTION_GROUPS, call.OUTPUT_PER_GROUP) && call.CHANNELS !== 2) return; // fewChannels.ts finished them
  if (isWhole && !call.TRANSPOSED) {
    finish(call, load<u32>(list, 8), 0, count * call.OUTPUT_GROUPS); // all of them lie together
    return;
  }
  let tile = list;
  while (count > 0) {
    let offset: u32 = 0;
    for (let left = 1 + load<u32>(tile, 4); left > 0; left--) {
      const positions = min(count, 4);
      finishTile(call, tile, positions, offset, firstPanel, lastPanel, isWhole);
      count -= positions;
      offset += block.outputShift;
    }
    tile += (1 + load<u32>(tile)) * tapBytes;
  }
}

function finishTile(
  call: Convolution,
  tile: u32,
  positions: u32,
  offset: u32,
  firstPanel: u32,
  lastPanel: u32,
  isWhole: bool,
): void {
  const vectors = (call.OUTPUT_PER_GROUP + 3) >> 2;
  const start = firstPanel * 2;
  const part = min(lastPanel * 2, vectors) - start;
  for (let lane: u32 = 0; lane < positions; lane++) {
    const address = load<u32>(tile + lane * 4, 8) + offset;
    if (isWhole) {
      finish(call, address, 0, call.OUTPUT_GROUPS);
      continue;
    }
    for (let group: u32 = 0; group < call.CONVOLUTION_GROUPS; group++) {
      const vector = group * vectors + start;
      finish(call, address + (vector << 4), vector, part);
    }
  }
}
