import { finish } from './epilogue';
import { Convolution, columnsOf, phasesX, phasesY, rowsOf } from './geometry';
import { addTile, outputPosition, positionBytes } from './tileList';
import { fourByEight, fourByFour, tapBytes } from './tiles';

// conv2d, convTranspose2d and linear. Each phase's positions are cut into blocks, each block into tiles of four. The
// tiles of a block are listed once with the addresses that their taps read; then every panel of eight output channels
// runs through the list. A call's units are its blocks, each split over panels where blocks alone are too few to share.

/** Positions of a block: few enough that its inputs stay in the cache while the weights stream by. */
const blockPositions: u32 = 48;
const wantedUnits: u32 = 16;

/** Scratch for one tile's sums, where they cannot go straight to the output, and for their addresses. */
const sumBytes: u32 = 4 * 32 + 16;

/** Vectors of a convolution group's output channels. */
function vectorsOf(call: Convolution): u32 {
  return (call.OUTPUT_PER_GROUP + 3) >> 2;
}

/** Blocks of phase 0, which is the largest. */
function blocksOf(call: Convolution): u32 {
  return (call.BATCH * rowsOf(call, 0) * columnsOf(call, 0) + blockPositions - 1) / blockPositions;
}

/** Whether each convolution group starts at a multiple of four output channels. */
function isAligned(call: Convolution): bool {
  return call.CONVOLUTION_GROUPS === 1 || (call.OUTPUT_PER_GROUP & 3) === 0;
}

/** Into how many parts the panels of a block are split. */
function splitsOf(call: Convolution): u32 {
  if (!isAligned(call)) return 1; // the groups' channels share vectors
  const blocks = phasesY(call) * phasesX(call) * blocksOf(call);
  return min((wantedUnits + blocks - 1) / blocks, (vectorsOf(call) + 1) >> 1);
}

export function convolutionUnits(call: Convolution): u32 {
  return phasesY(call) * phasesX(call) * blocksOf(call) * splitsOf(call);
}

/** Computes units `first` to `last - 1`; a unit is (phase * blocks + block) * splits + split. */
export function convolution(call: Convolution, first: u32, last: u32, scratch: u32): void {
  const splits = splitsOf(call);
  const blocks = blocksOf(call);
  for (let unit = first; unit < last; unit++) {
    const place = unit / splits;
    const phase = place / blocks;
    const start = (place % blocks) * blockPositions;
    const phaseY = phase / phasesX(call);
    const phaseX = phase % phasesX(call);
    const positions = call.BATCH * rowsOf(call, phaseY) * columnsOf(call, phaseX);
    computeBlock(
      call,
      phaseY,
      phaseX,
      start,
      min(start + blockPositions, positions),
      unit % splits,
      splits,
      scratch,
    );
  }
}

function computeBlock(
  call: Convolution,
  phaseY: u32,
  phaseX: u32,
  start: u32,
  end: u32,
  split: u32,
  splits: u32,
  scratch: u32,
): void {
  const list = scratch + sumBytes + positionBytes;
  const tileBytes = (1 + call.KERNEL_HEIGHT * call.KERNEL_WIDTH) * tapBytes;
  const listEnd = scratch + call.SCRATCH_BYTES - tileBytes;
  for (let position = start; position < end; ) {
    let tail = list;
    const first = position;
    for (; tail <= listEnd && position < end; position += 4) {
      tail = addTile(call, tail, scratch + sumBytes, phaseY, phaseX, position, end);
    }
    runPanels(call, list, tail, split, splits, scratch);
    finishPositions(call, phaseY, phaseX, first, min(position, end), split, splits);
  }
}

/** First panel of a part; `split` may be `splits`, for where the last one ends. */
function panelOf(call: Convolution, split: u32, splits: u32): u32 {
  return (split * ((vectorsOf(call) + 1) >> 1)) / splits;
}

/** Runs the tiles of a list through some panels of every convolution group. */
function runPanels(call: Convolution, list: u32, tail: u32, split: u32, splits: u32, scratch: u32): void {
  const depth = call.DEPTH;
  const vectors = vectorsOf(call);
  const panelBytes = (call.KERNEL_HEIGHT * call.KERNEL_WIDTH * depth) << 5;
  const groupBytes = (panelBytes / 2) * vectors;
  const aligned = isAligned(call);
  const lastPanel = panelOf(call, split + 1, splits);
  for (let group: u32 = 0; group < call.CONVOLUTION_GROUPS; group++) {
    const inputOffset = (group * call.INPUT_PER_GROUP) << 2;
    const firstChannel = (group * call.OUTPUT_PER_GROUP) << 2;
    for (let panel = panelOf(call, split, splits); panel < lastPanel; panel++) {
      const weights = call.weight + group * groupBytes + panel * panelBytes;
      const isWide = panel * 2 + 1 < vectors;
      for (let tile = list; tile < tail; tile += (1 + load<u32>(tile)) * tapBytes) {
        const outputs = aligned ? tile + 4 : scratch;
        const outputOffset = aligned ? firstChannel + (panel << 5) : 0;
        if (!aligned) pointToScratch(scratch);
        if (isWide) fourByEight(tile, outputs, weights, depth, inputOffset, outputOffset);
        else fourByFour(tile, outputs, weights, depth, inputOffset, outputOffset);
        if (!aligned) {
          const channels = min(call.OUTPUT_PER_GROUP - panel * 8, 8);
          copySums(scratch, tile, firstChannel + (panel << 5), channels);
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
    memory.copy(load<u32>(tile + lane * 4, 4) + outputOffset, scratch + 16 + lane * 32, channels << 2);
  }
}

/** The epilogue of what one part of the panels computed. */
function finishPositions(
  call: Convolution,
  phaseY: u32,
  phaseX: u32,
  first: u32,
  last: u32,
  split: u32,
  splits: u32,
): void {
  const vectors = vectorsOf(call);
  const start = panelOf(call, split, splits) * 2;
  const count = min(panelOf(call, split + 1, splits) * 2, vectors) - start;
  for (let position = first; position < last; position++) {
    const place = outputPosition(call, phaseY, phaseX, position) * call.OUTPUT_GROUPS;
    if (splits === 1) {
      finish(call, place, call.OUTPUT_GROUPS);
      continue;
    }
    for (let group: u32 = 0; group < call.CONVOLUTION_GROUPS; group++)
      finish(call, place + group * vectors + start, count);
  }
}
