/**
 * Philox4x32-10, a counter-based generator: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011. Integers only, so every engine makes the same bits.
 */

export type Words4 = readonly [number, number, number, number];

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** Four random u32 for a counter (four u32) and a key (two u32). */
export function philox4x32(counter: Words4, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** Upper 32 bits of a product of two u32, from four products of 16-bit halves that a double holds exactly. */
function multiplyHigh(first: number, second: number): number {
  const firstLow = first & 0xffff;
  const firstHigh = first >>> 16;
  const secondLow = second & 0xffff;
  const secondHigh = second >>> 16;
  const crossed = firstHigh * secondLow + ((firstLow * secondLow) >>> 16);
  const carry = firstLow * secondHigh + (crossed & 0xffff);
  return (firstHigh * secondHigh + Math.floor(crossed / 65536) + Math.floor(carry / 65536)) >>> 0;
}
