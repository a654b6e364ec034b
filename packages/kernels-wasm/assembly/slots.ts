// Products of small matrices, four slots of vectors at a time: a slot's lanes are four rows of a product, or the same row of
// four products. What stands on the left is packed into a panel, [inner, 4 slots] of v128; what stands on the right is read
// where it lies, one value for all lanes or a vector.

/** Bytes of a panel for each step along the inner axis. */
export const panelBytes: u32 = 64;

/**
 * Packs as many slots as `lanes` fill, the last of them again up to four, times a factor. Distances are in bytes; the lanes of a
 * slot lie together, apart or are one and the same.
 */
export function packSlots(
  panel: u32,
  source: u32,
  lanes: u32,
  slotBytes: u32,
  innerBytes: u32,
  laneBytes: u32,
  depth: u32,
  factor: f32,
): void {
  const factors = f32x4.splat(factor);
  for (let slot: u32 = 0; slot < 4; slot++) {
    const real = min(slot, (lanes - 1) >> 2);
    const last = min(3, lanes - 1 - (real << 2)); // lane 3, or the one that stands for it too
    let at = source + real * slotBytes;
    let target = panel + (slot << 4);
    for (let i: u32 = 0; i < depth; i++) {
      v128.store(target, f32x4.mul(lanesAt(at, laneBytes, last), factors));
      at += innerBytes;
      target += panelBytes;
    }
  }
}

/** Four lanes from `at` on; those behind lane `last` are that one again. */
export function lanesAt(at: u32, laneBytes: u32, last: u32): v128 {
  if (laneBytes === 4) return v128.load(at);
  if (laneBytes === 0) return v128.load32_splat(at);
  let value = v128.load32_zero(at);
  value = v128.load32_lane(at + min(1, last) * laneBytes, value, 1);
  value = v128.load32_lane(at + min(2, last) * laneBytes, value, 2);
  return v128.load32_lane(at + last * laneBytes, value, 3);
}
