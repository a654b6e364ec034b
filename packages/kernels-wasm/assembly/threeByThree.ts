import { Convolution } from './convolutionCall';
import { finishSingles } from './epilogue';
import { laneSums } from './laneSums';
import { multiplyAdd } from './multiplyAdd';

// 3x3 convolutions to one channel, with which generators of grey images end. They do so little with each input that loading
// it shows: a row of the input is added to all three rows of the output that it reaches, four input channels at a time,
// with their nine weights in registers. Sums, each lane of every fourth input channel, wait in the scratch until their third
// row was added. So the input is one stream of rows, of which one at a time lies in the first-level cache. Three rows at
// once, with sums in registers, were slower, most of all (AMD's Zen 5) where the input had left the caches since it was made.

/** Scratch: addresses of four outputs, and three rows of sums, 16 bytes a column. Its least size has room for 340 columns. */
const addressBytes: u32 = 16;
const mostColumns: u32 = 256; // of a strip; the last one may have up to seven more
const leastColumns: u32 = 16;

/** Bytes of a strip's input row, which is read again for every four channels. */
const wantedBytes: u32 = 16384;

export function isThreeByThree(call: Convolution): bool {
  return (
    call.CHANNELS === 1 &&
    !call.TRANSPOSED &&
    call.KERNEL_HEIGHT === 3 &&
    call.KERNEL_WIDTH === 3 &&
    (call.STRIDE_Y | call.STRIDE_X | call.DILATION_Y | call.DILATION_X) === 1 &&
    // At most one column outside the input, left and right.
    call.PADDING_LEFT <= 1 &&
    call.OUTPUT_WIDTH < call.INPUT_WIDTH + call.PADDING_LEFT &&
    call.OUTPUT_WIDTH >= 4
  );
}

/** Computes rows `first` to `last - 1` of the output, counted over all images. */
export function computeRows(call: Convolution, first: u32, last: u32, scratch: u32): void {
  const fours = call.OUTPUT_WIDTH >> 2;
  const columns = max(leastColumns, min(mostColumns, wantedBytes / (call.DEPTH << 2)));
  const strips = (call.OUTPUT_WIDTH + columns - 1) / columns;
  for (let row = first; row < last; ) {
    const image = row / call.OUTPUT_HEIGHT;
    const start = row % call.OUTPUT_HEIGHT;
    const end = min(call.OUTPUT_HEIGHT, start + last - row);
    for (let strip: u32 = 0; strip < strips; strip++) {
      const column = ((strip * fours) / strips) << 2;
      const next = strip + 1 < strips ? (((strip + 1) * fours) / strips) << 2 : call.OUTPUT_WIDTH;
      computeStrip(call, image, start, end, column, next - column, scratch);
    }
    row += end - start;
  }
}

/** Computes `count` columns of some rows of an image. */
function computeStrip(
  call: Convolution,
  image: u32,
  first: u32,
  last: u32,
  column: u32,
  count: u32,
  scratch: u32,
): void {
  const depthBytes = call.DEPTH << 2;
  const output = call.output + ((image * call.OUTPUT_HEIGHT * call.OUTPUT_WIDTH + column) << 4);
  const sumBytes = count << 4;
  let above = scratch + addressBytes;
  let here = above + sumBytes;
  let below = here + sumBytes;
  memory.fill(above, 0, 3 * sumBytes);
  // `row` is the last of the three that a row of the input reaches; the others, before the first, come to nothing.
  for (let row = first; row < last + 2; row++) {
    const y = row - call.PADDING_TOP; // wraps below 0, so that one comparison checks both ends
    if (y < call.INPUT_HEIGHT) {
      const line = call.input + (image * call.INPUT_HEIGHT + y) * call.INPUT_WIDTH * depthBytes;
      for (let group: u32 = 0; group < depthBytes; group += 16) {
        addRow(call, line, group, column - call.PADDING_LEFT, count, above, here, below);
      }
    }
    if (row >= first + 2) {
      finishRow(call, above, count, output + (((row - 2) * call.OUTPUT_WIDTH) << 4), scratch);
    }
    memory.fill(above, 0, sumBytes);
    const finished = above;
    above = here;
    here = below;
    below = finished;
  }
}

/**
 * Adds what four channels of an input row give to the sums of the rows above it, of its own and below it.
 * @param line address of the row
 * @param group of the channels, in bytes
 * @param column of the input that the first sum reads first: -1 where it is outside
 */
function addRow(
  call: Convolution,
  line: u32,
  group: u32,
  column: u32,
  count: u32,
  above: u32,
  here: u32,
  below: u32,
): void {
  const step = call.DEPTH << 2;
  const weight = call.weight + group;
  const w00 = v128.load(weight);
  const w01 = v128.load(weight + step);
  const w02 = v128.load(weight + 2 * step);
  const w10 = v128.load(weight + 3 * step);
  const w11 = v128.load(weight + 4 * step);
  const w12 = v128.load(weight + 5 * step);
  const w20 = v128.load(weight + 6 * step);
  const w21 = v128.load(weight + 7 * step);
  const w22 = v128.load(weight + 8 * step);
  const zero = call.zero + group;
  let from = line + group + column * step;
  let left = v128.load(column < call.INPUT_WIDTH ? from : zero);
  let middle = v128.load(from + step);
  from += 2 * step;
  const end = above + (count << 4);
  let inside = column + count + 1 < call.INPUT_WIDTH ? end : end - 16;
  while (above < end) {
    // Not unrolled: Node 20 puts off multiply-adds until their sum is stored, and spills what they wait for.
    while (above < inside) {
      const right = v128.load(from);
      from += step;
      const a = multiplyAdd(middle, w21, multiplyAdd(left, w20, v128.load(above)));
      v128.store(above, multiplyAdd(right, w22, a));
      above += 16;
      const b = multiplyAdd(middle, w11, multiplyAdd(left, w10, v128.load(here)));
      v128.store(here, multiplyAdd(right, w12, b));
      here += 16;
      const c = multiplyAdd(middle, w01, multiplyAdd(left, w00, v128.load(below)));
      v128.store(below, multiplyAdd(right, w02, c));
      below += 16;
      left = middle;
      middle = right;
    }
    from = zero; // for the last column, where the one on its right is outside
    inside = end;
  }
}

/** Finishes a row's sums and stores them. */
function finishRow(call: Convolution, sums: u32, count: u32, output: u32, addresses: u32): void {
  v128.store(addresses, i32x4.add(i32x4.splat(output), i32x4(0, 16, 32, 48)));
  addLanes(sums, count >> 2, output);
  finishSingles(call, addresses, 0, (count >> 2) << 6, 64);
  if ((count & 3) === 0) return;
  const rest = (count - 4) << 4; // some of the last four are made once more
  addLanes(sums + rest, 1, output + rest);
  finishSingles(call, addresses, rest, rest + 64, 64);
}

/** Leaves the sums of each four where finishSingles expects them. */
function addLanes(sums: u32, fours: u32, output: u32): void {
  for (const end = output + (fours << 6); output < end; output += 64) {
    const total = laneSums(v128.load(sums), v128.load(sums, 16), v128.load(sums, 32), v128.load(sums, 48));
    v128.store(output, total);
    sums += 64;
  }
}
