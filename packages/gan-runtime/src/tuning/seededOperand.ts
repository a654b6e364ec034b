/** Values from -1 to 1 in steps of 1/64, the same for the same seed: f16 holds them all, so nothing is rounded on the way in. */
export function seededOperand(count: number, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  let state = seed + 1;
  for (let at = 0; at < count; at++) {
    state = (state * 48_271) % 2_147_483_647; // Park and Miller's minimal standard generator (CACM 31, 1988)
    values[at] = ((state >>> 8) % 129) / 64 - 1;
  }
  return values;
}
