import {
  aimAtOutput,
  finishMatrices,
  firstSlot,
  lanesOfUnit,
  Matrices,
  matrixStart,
  matrixUnits,
} from './matrices';
import { multiplyPanel } from './panelProduct';
import { packSlots } from './slots';
import { SlotTarget } from './slotTarget';

/** Products of matrices of two activations; fields as in matmul.wgsl. */
@unmanaged
export class Matmul extends Matrices {
  input: u32;
  other: u32;
  INNER: u32; // what is summed over
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
}

/** Values that are summed up at once, so that a panel and what it meets stay in the cache. */
const depthAtOnce: u32 = 128;

/** Scratch for the target, before the panel. */
const panelAt: u32 = 64;

export function matmulUnits(call: Matmul): u32 {
  return matrixUnits(call);
}

export function matmul(call: Matmul, first: u32, last: u32, scratch: u32): void {
  const target = changetype<SlotTarget>(<usize>scratch);
  for (let unit = first; unit < last; unit++) {
    const row = firstSlot(call, unit) * call.INPUT_SLOT;
    const input = matrixStart(call, unit, call.INPUT_IMAGE, call.INPUT_GROUP, call.INPUT_2, call.INPUT_3);
    const other = matrixStart(call, unit, call.OTHER_IMAGE, call.OTHER_GROUP, call.OTHER_2, call.OTHER_3);
    aimAtOutput(call, unit, target);
    const lanes = lanesOfUnit(call, unit);
    multiply(
      call,
      call.input + ((input + row) << 2),
      call.other + (other << 2),
      lanes,
      target,
      scratch + panelAt,
    );
    finishMatrices(call, unit, target);
  }
}

function multiply(call: Matmul, input: u32, other: u32, lanes: u32, target: SlotTarget, panel: u32): void {
  const slotBytes = call.INPUT_SLOT << 2;
  const innerBytes = call.INPUT_INNER << 2;
  const laneBytes = call.INPUT_LANE << 2;
  const rightBytes = call.OTHER_INNER << 2;
  const columnBytes = call.OTHER_COLUMN << 2;
  const hasLanes = call.OTHER_LANE === 1;
  for (let start: u32 = 0; start < call.INNER; start += depthAtOnce) {
    const depth = min(depthAtOnce, call.INNER - start);
    packSlots(panel, input + start * innerBytes, lanes, slotBytes, innerBytes, laneBytes, depth, 1);
    target.isFirst = start === 0;
    const right = other + start * rightBytes;
    multiplyPanel(panel, depth, right, rightBytes, columnBytes, hasLanes, call.COLUMNS, target);
  }
}
