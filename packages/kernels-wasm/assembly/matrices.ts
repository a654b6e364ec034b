import { Epilogue, finish } from './epilogue';
import { SlotTarget } from './slotTarget';

/**
 * What matmul and attention share: products of matrices in the last axes of activations, one for each image and each place
 * along the axes between. Fields as in matmul.wgsl; sizes and strides are those of the output.
 */
@unmanaged
export class Matrices extends Epilogue {
  BATCH: u32;
  SLOTS: u32; // of a product
  ROWS: u32;
  COLUMNS: u32;
  LEADING: u32; // 1: lanes are products along axis 1, 0: lanes are rows
  GROUPS: u32; // vectors of products along axis 1; 1 where lanes are rows
  SIZE_2: u32; // products along axes 2 and 3
  SIZE_3: u32;
  OUTPUT_IMAGE: u32; // in vectors, as are all strides of the output
  OUTPUT_2: u32;
  OUTPUT_3: u32;
  OUTPUT_SLOT: u32;
  OUTPUT_COLUMN: u32;
  OUTPUT_LANE: u32; // 0: a slot is one vector of the output, else each lane is the only channel of its own
}

function blocksOf(call: Matrices): u32 {
  return (call.SLOTS + 3) >> 2;
}

/** A unit is four slots of a product, in all columns. */
export function matrixUnits(call: Matrices): u32 {
  return call.BATCH * call.SIZE_2 * call.SIZE_3 * call.GROUPS * blocksOf(call);
}

/** First slot of a unit. */
export function firstSlot(call: Matrices, unit: u32): u32 {
  return (unit % blocksOf(call)) << 2;
}

/** Lanes of all slots of a unit, 16 at most. */
export function lanesOfUnit(call: Matrices, unit: u32): u32 {
  const slot = firstSlot(call, unit);
  return min(16, call.LEADING ? (call.SLOTS - slot) << 2 : call.ROWS - (slot << 2));
}

/** Where the matrix of a unit starts in an activation, by its strides: of an image, a group of products, axes 2 and 3. */
export function matrixStart(
  call: Matrices,
  unit: u32,
  image: u32,
  group: u32,
  along2: u32,
  along3: u32,
): u32 {
  const groups = unit / blocksOf(call);
  const line3 = groups / call.GROUPS;
  const line2 = line3 / call.SIZE_3;
  const within = (line2 % call.SIZE_2) * along2 + (line3 % call.SIZE_3) * along3;
  return (line2 / call.SIZE_2) * image + within + (groups % call.GROUPS) * group;
}

/** Makes a target of the place of a unit in the output. */
export function aimAtOutput(call: Matrices, unit: u32, target: SlotTarget): void {
  const start = matrixStart(call, unit, call.OUTPUT_IMAGE, call.LEADING, call.OUTPUT_2, call.OUTPUT_3);
  target.at = call.output + ((start + firstSlot(call, unit) * call.OUTPUT_SLOT) << 4);
  target.slotBytes = call.OUTPUT_SLOT << 4;
  target.columnBytes = call.OUTPUT_COLUMN << 4;
  target.laneBytes = call.OUTPUT_LANE << 4;
  target.lanes = lanesOfUnit(call, unit);
}

/** The epilogue of a unit, whose place in the output is the target. */
export function finishMatrices(call: Matrices, unit: u32, target: SlotTarget): void {
  const step = target.columnBytes;
  if (!call.LEADING && target.laneBytes === 0) {
    const slots = (target.lanes + 3) >> 2; // groups of four channels that lie together
    for (let column: u32 = 0; column < call.COLUMNS; column++) {
      finish(call, target.at + column * step, firstSlot(call, unit), slots);
    }
    return;
  }
  const group = call.LEADING ? (unit / blocksOf(call)) % call.GROUPS : 0;
  const rows = call.LEADING ? target.lanes >> 2 : target.lanes;
  const rowBytes = call.LEADING ? target.slotBytes : target.laneBytes;
  for (let row: u32 = 0; row < rows; row++) {
    const at = target.at + row * rowBytes;
    if (step === 16) finish(call, at, group, call.COLUMNS);
    else
      for (let column: u32 = 0; column < call.COLUMNS; column++) finish(call, at + column * step, group, 1);
  }
}
