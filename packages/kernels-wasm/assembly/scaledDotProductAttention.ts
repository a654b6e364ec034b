import { exponential } from './exponential';
import { aimAtOutput, finishMatrices, firstSlot, lanesOfUnit, matrixStart, matrixUnits } from './matrices';
import { multiplyPanel } from './panelProduct';
import { ScaledDotProductAttention } from './scaledDotProductAttentionCall';
import { packSlots, panelBytes } from './slots';
import { putColumn, SlotTarget } from './slotTarget';

/** Keys that are looked at together. */
const keysAtOnce: u32 = 64;

// Scratch: a target, then vectors of four slots: largest scores, sums, shares of some keys, queries, results.
const largestAt: u32 = 64;
const sumAt: u32 = largestAt + panelBytes;
const sharesAt: u32 = sumAt + panelBytes;
const queriesAt: u32 = sharesAt + keysAtOnce * panelBytes;

const least: f32 = -3.4e38;

export function scaledDotProductAttentionUnits(call: ScaledDotProductAttention): u32 {
  return matrixUnits(call);
}

export function scaledDotProductAttention(
  call: ScaledDotProductAttention,
  first: u32,
  last: u32,
  scratch: u32,
): void {
  const target = changetype<SlotTarget>(<usize>scratch);
  const slotBytes = call.QUERY_SLOT << 2;
  const featureBytes = call.QUERY_FEATURE << 2;
  const laneBytes = call.QUERY_LANE << 2;
  for (let unit = first; unit < last; unit++) {
    const slot = firstSlot(call, unit);
    const query = matrixStart(call, unit, call.QUERY_IMAGE, call.QUERY_GROUP, call.QUERY_2, call.QUERY_3);
    const key = matrixStart(call, unit, call.KEY_IMAGE, call.KEY_GROUP, call.KEY_2, call.KEY_3);
    const value = matrixStart(call, unit, call.VALUE_IMAGE, call.VALUE_GROUP, call.VALUE_2, call.VALUE_3);
    const queries = call.query + (query << 2) + slot * slotBytes;
    const lanes = lanesOfUnit(call, unit);
    packSlots(
      scratch + queriesAt,
      queries,
      lanes,
      slotBytes,
      featureBytes,
      laneBytes,
      call.FEATURES,
      call.SCALE,
    );
    attend(call, call.key + (key << 2), call.value + (value << 2), slot, scratch);
    aimAtOutput(call, unit, target);
    putResults(call, target, scratch);
    finishMatrices(call, unit, target);
  }
}

/** The results of four slots, still to be divided by their sums. */
function attend(call: ScaledDotProductAttention, key: u32, value: u32, slot: u32, scratch: u32): void {
  const target = changetype<SlotTarget>(<usize>scratch);
  target.slotBytes = 16;
  target.columnBytes = panelBytes;
  target.laneBytes = 0;
  target.lanes = 16;
  for (let at: u32 = 0; at < panelBytes; at += 16) {
    v128.store(scratch + largestAt + at, f32x4.splat(least));
    v128.store(scratch + sumAt + at, f32x4.splat(0));
  }
  const results = scratch + queriesAt + call.FEATURES * panelBytes;
  const hasLanes = call.LEADING === 1;
  const lastRow = call.LEADING ? slot + 3 : (slot << 2) + 15;
  const end = call.CAUSAL ? min(call.KEYS, lastRow + 1) : call.KEYS;
  for (let start: u32 = 0; start < end; start += keysAtOnce) {
    const count = min(keysAtOnce, end - start);
    target.at = scratch + sharesAt;
    target.isFirst = true;
    const keys = key + ((start * call.KEY_ROW) << 2);
    const queries = scratch + queriesAt;
    multiplyPanel(
      queries,
      call.FEATURES,
      keys,
      call.KEY_FEATURE << 2,
      call.KEY_ROW << 2,
      hasLanes,
      count,
      target,
    );
    if (call.CAUSAL) hideKeys(call, slot, start, count, scratch);
    for (let which: u32 = 0; which < 4; which++) takeShares(call, which, count, results, scratch);
    target.at = results;
    target.isFirst = start === 0;
    const values = value + ((start * call.VALUE_ROW) << 2);
    const shares = scratch + sharesAt;
    const columnBytes = call.VALUE_COLUMN << 2;
    multiplyPanel(shares, count, values, call.VALUE_ROW << 2, columnBytes, hasLanes, call.COLUMNS, target);
  }
}

/** Scores of keys that lie behind a query become next to nothing. */
function hideKeys(call: ScaledDotProductAttention, slot: u32, start: u32, count: u32, scratch: u32): void {
  for (let at: u32 = 0; at < count; at++) {
    const row = i32x4.splat(start + at);
    for (let which: u32 = 0; which < 4; which++) {
      const lanes = call.LEADING
        ? i32x4.splat(slot + which)
        : i32x4.add(i32x4.splat((slot + which) << 2), i32x4(0, 1, 2, 3));
      const place = scratch + sharesAt + at * panelBytes + (which << 4);
      const seen = i32x4.le_s(row, lanes);
      v128.store(place, v128.bitselect(v128.load(place), f32x4.splat(least), seen));
    }
  }
}

/** Scores of one slot become exponentials; where the largest has grown, what was summed up so far fades. */
function takeShares(
  call: ScaledDotProductAttention,
  which: u32,
  count: u32,
  results: u32,
  scratch: u32,
): void {
  const first = scratch + sharesAt + (which << 4);
  const end = first + count * panelBytes;
  const before = v128.load(scratch + largestAt + (which << 4));
  let largest = before;
  for (let at = first; at < end; at += panelBytes) largest = f32x4.max(largest, v128.load(at));
  const fading = exponential(f32x4.sub(before, largest));
  let sum = f32x4.mul(v128.load(scratch + sumAt + (which << 4)), fading);
  for (let at = first; at < end; at += panelBytes) {
    const share = exponential(f32x4.sub(v128.load(at), largest));
    v128.store(at, share);
    sum = f32x4.add(sum, share);
  }
  v128.store(scratch + largestAt + (which << 4), largest);
  v128.store(scratch + sumAt + (which << 4), sum);
  if (!v128.any_true(f32x4.ne(before, largest))) return;
  const last = results + call.COLUMNS * panelBytes;
  for (let at = results + (which << 4); at < last; at += panelBytes) {
    v128.store(at, f32x4.mul(v128.load(at), fading));
  }
}

/** Divides the results by their sums. */
function putResults(call: ScaledDotProductAttention, target: SlotTarget, scratch: u32): void {
  target.isFirst = true;
  const sums = scratch + sumAt;
  let at = scratch + queriesAt + call.FEATURES * panelBytes;
  for (let column: u32 = 0; column < call.COLUMNS; column++) {
    putColumn(
      target,
      column,
      f32x4.div(v128.load(at), v128.load(sums)),
      f32x4.div(v128.load(at, 16), v128.load(sums, 16)),
      f32x4.div(v128.load(at, 32), v128.load(sums, 32)),
      f32x4.div(v128.load(at, 48), v128.load(sums, 48)),
    );
    at += panelBytes;
  }
}
