import { Epilogue } from './epilogue';
import { multiplyPanel } from './panelProduct';
import { packSlots } from './slots';
import { finishSlots, SlotTarget } from './slotTarget';

/** Products of matrices of two activations; fields as in matmul.wgsl. */
@unmanaged
export class Matmul extends Epilogue {
  input: u32;
  other: u32;
  BATCH: u32;
  SLOTS: u32;
  ROWS: u32;
  COLUMNS: u32;
  INNER: u32;
  LEADING: u32;
  GROUPS: u32;
  SIZE_2: u32;
  SIZE_3: u32;
  INPUT_IMAGE: u32; // in values, as are the strides of both operands
  INPUT_GROUP: u32;
  INPUT_2: u32;
  INPUT_3: u32;
  INPUT_SLOT: u32;
  INPUT_INNER: u32;
  INPUT_LANE: u32;
  OTHER_IMAGE: u32;
  OTHER_GROUP: u32;
  OTHER_2: u32;
  OTHER_3: u32;
  OTHER_COLUMN: u32;
  OTHER_INNER: u32;
  OTHER_LANE: u32;
  OUTPUT_IMAGE: u32; // in vectors, as are the strides of the output
  OUTPUT_2: u32;
  OUTPUT_3: u32;
  OUTPUT_SLOT: u32;
  OUTPUT_COLUMN: u32;
  OUTPUT_LANE: u32;
}

/** Values that are summed up at once, so that a panel and what it meets stay in the cache. */
const depthAtOnce: u32 = 128;

/** Scratch for the target, before the panel. */
const panelAt: u32 = 64;

function blocksOf(call: Matmul): u32 {
  return (call.SLOTS + 3) >> 2;
}

/** A unit is four slots of a product, in all columns. */
export function matmulUnits(call: Matmul): u32 {
  return call.BATCH * call.SIZE_2 * call.SIZE_3 * call.GROUPS * blocksOf(call);
}

export function matmul(call: Matmul, first: u32, last: u32, scratch: u32): void {
  for (let unit = first; unit < last; unit++) {
    const product = unit / blocksOf(call);
    const group = product % call.GROUPS;
    const three = (product / call.GROUPS) % call.SIZE_3;
    const two = (product / (call.GROUPS * call.SIZE_3)) % call.SIZE_2;
    const image = product / (call.GROUPS * call.SIZE_3 * call.SIZE_2);
    const slot = (unit % blocksOf(call)) << 2;
    let input = image * call.INPUT_IMAGE + group * call.INPUT_GROUP + two * call.INPUT_2;
    input = call.input + ((input + three * call.INPUT_3 + slot * call.INPUT_SLOT) << 2);
    let other = image * call.OTHER_IMAGE + group * call.OTHER_GROUP + two * call.OTHER_2;
    other = call.other + ((other + three * call.OTHER_3) << 2);
    let output = image * call.OUTPUT_IMAGE + two * call.OUTPUT_2 + three * call.OUTPUT_3;
    output = call.output + ((output + (call.LEADING ? group : 0) + slot * call.OUTPUT_SLOT) << 4);
    const lanes = call.LEADING ? (call.SLOTS - slot) << 2 : call.ROWS - (slot << 2);
    multiply(call, input, other, output, min(16, lanes), scratch);
    const target = changetype<SlotTarget>(<usize>scratch);
    finishSlots(
      call,
      target,
      call.COLUMNS,
      call.LEADING ? group : call.OUTPUT_LANE ? 0 : slot,
      call.LEADING === 1,
    );
  }
}

function multiply(call: Matmul, input: u32, other: u32, output: u32, lanes: u32, scratch: u32): void {
  const target = changetype<SlotTarget>(<usize>scratch);
  target.at = output;
  target.slotBytes = call.OUTPUT_SLOT << 4;
  target.columnBytes = call.OUTPUT_COLUMN << 4;
  target.laneBytes = call.OUTPUT_LANE << 4;
  target.lanes = lanes;
  for (let start: u32 = 0; start < call.INNER; start += depthAtOnce) {
    const depth = min(depthAtOnce, call.INNER - start);
    const from = input + ((start * call.INPUT_INNER) << 2);
    const slotBytes = call.INPUT_SLOT << 2;
    packSlots(
      scratch + panelAt,
      from,
      lanes,
      slotBytes,
      call.INPUT_INNER << 2,
      call.INPUT_LANE << 2,
      depth,
      1,
    );
    target.isFirst = start === 0;
    const right = other + ((start * call.OTHER_INNER) << 2);
    const columnBytes = call.OTHER_COLUMN << 2;
    const hasLanes = call.OTHER_LANE === 1;
    multiplyPanel(
      scratch + panelAt,
      depth,
      right,
      call.OTHER_INNER << 2,
      columnBytes,
      hasLanes,
      call.COLUMNS,
      target,
    );
  }
}
