/**
 * Philox4x32-10, a counter-based generator: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011. Integers only, so every engine makes the same bits.
 */

const MULTIPLIER_0 = 0xd2511f53 | 0;
const MULTIPLIER_1 = 0xcd9e8d57 | 0;
const WEYL_0 = 0x9e3779b9 | 0;
const WEYL_1 = 0xbb67ae85 | 0;

/**
 * Four random u32 for a counter (four u32) and a key (two u32), written over the counter: noise inputs take thousands of
 * blocks an image, so that nothing is allocated for one.
 */
export function philox4x32(counter: Uint32Array, key0: number, key1: number): void {
  let c0 = counter[0]! | 0;
  let c1 = counter[1]! | 0;
  let c2 = counter[2]! | 0;
  let c3 = counter[3]! | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    c0 = high1 ^ c1 ^ k0;
    c1 = Math.imul(MULTIPLIER_1, c2);
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  counter[0] = c0;
  counter[1] = c1;
  counter[2] = c2;
  counter[3] = c3;
}

/** Upper 32 bits of a product of two u32, from four products of 16-bit halves; each sum stays below 2^32. */
function multiplyHigh(first: number, second: number): number {
  const firstLow = first & 0xffff;
  const firstHigh = first >>> 16;
  const secondLow = second & 0xffff;
  const secondHigh = second >>> 16;
  const crossed = (Math.imul(firstHigh, secondLow) + (Math.imul(firstLow, secondLow) >>> 16)) | 0;
  const carry = (Math.imul(firstLow, secondHigh) + (crossed & 0xffff)) | 0;
  return (Math.imul(firstHigh, secondHigh) + (crossed >>> 16) + (carry >>> 16)) | 0;
}
