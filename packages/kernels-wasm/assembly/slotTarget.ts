import { lanesAt } from './slots';

/** Where sums go: in bytes, `lane` 0 where a slot's lanes are one vector, else from one lane's value to the next. */
@unmanaged
export class SlotTarget {
  at: u32;
  slotBytes: u32;
  columnBytes: u32;
  laneBytes: u32;
  lanes: u32; // how many are stored, of all slots
  isFirst: bool; // false: sums are added to what is there
}

/** Stores the sums of four slots in one column. */
export function putColumn(target: SlotTarget, column: u32, s0: v128, s1: v128, s2: v128, s3: v128): void {
  const at = target.at + column * target.columnBytes;
  const step = target.slotBytes;
  putSlot(target, at, s0, target.lanes);
  if (target.lanes > 4) putSlot(target, at + step, s1, target.lanes - 4);
  if (target.lanes > 8) putSlot(target, at + 2 * step, s2, target.lanes - 8);
  if (target.lanes > 12) putSlot(target, at + 3 * step, s3, target.lanes - 12);
}

function putSlot(target: SlotTarget, at: u32, sums: v128, lanes: u32): void {
  const lane = target.laneBytes;
  if (lane === 0) {
    v128.store(at, target.isFirst ? sums : f32x4.add(v128.load(at), sums));
    return;
  }
  const before = target.isFirst ? f32x4.splat(0) : lanesAt(at, lane, min(3, lanes - 1));
  const after = f32x4.add(before, sums);
  v128.store32_lane(at, after, 0);
  if (lanes > 1) v128.store32_lane(at + lane, after, 1);
  if (lanes > 2) v128.store32_lane(at + 2 * lane, after, 2);
  if (lanes > 3) v128.store32_lane(at + 3 * lane, after, 3);
}
