import { multiplyAdd, sumOfFour } from './multiplyAdd';

// Sums of products, as a matrix product makes them: vectors from the first 4 KiB of memory times factors in registers.
// Where multiply and add are two instructions, only the latter is in the chain, so that 8 accumulators hide its latency.
// `count` is the number of multiply-adds of four lanes; the last round is a whole one.

export function sums8(count: u32, factor: f32, summand: f32): f32 {
  const x0 = f32x4.splat(factor);
  const x1 = f32x4.splat(factor + summand);
  const x2 = f32x4.splat(factor + 2 * summand);
  const x3 = f32x4.splat(factor + 3 * summand);
  let a0 = f32x4.splat(1);
  let a1 = f32x4.splat(2);
  let a2 = f32x4.splat(3);
  let a3 = f32x4.splat(4);
  let a4 = f32x4.splat(5);
  let a5 = f32x4.splat(6);
  let a6 = f32x4.splat(7);
  let a7 = f32x4.splat(8);
  let from: u32 = 0;
  for (let done: u32 = 0; done < count; done += 8) {
    const u = v128.load(from);
    const v = v128.load(from, 16);
    a0 = multiplyAdd(x0, u, a0);
    a1 = multiplyAdd(x0, v, a1);
    a2 = multiplyAdd(x1, u, a2);
    a3 = multiplyAdd(x1, v, a3);
    a4 = multiplyAdd(x2, u, a4);
    a5 = multiplyAdd(x2, v, a5);
    a6 = multiplyAdd(x3, u, a6);
    a7 = multiplyAdd(x3, v, a7);
    from = (from + 32) & 4095;
  }
  return f32x4.extract_lane(f32x4.add(sumOfFour(a0, a1, a2, a3), sumOfFour(a4, a5, a6, a7)), 0);
}

export function sums16(count: u32, factor: f32, summand: f32): f32 {
  const x0 = f32x4.splat(factor);
  const x1 = f32x4.splat(factor + summand);
  const x2 = f32x4.splat(factor + 2 * summand);
  const x3 = f32x4.splat(factor + 3 * summand);
  let a0 = f32x4.splat(1);
  let a1 = f32x4.splat(2);
  let a2 = f32x4.splat(3);
  let a3 = f32x4.splat(4);
  let a4 = f32x4.splat(5);
  let a5 = f32x4.splat(6);
  let a6 = f32x4.splat(7);
  let a7 = f32x4.splat(8);
  let a8 = f32x4.splat(9);
  let a9 = f32x4.splat(10);
  let a10 = f32x4.splat(11);
  let a11 = f32x4.splat(12);
  let a12 = f32x4.splat(13);
  let a13 = f32x4.splat(14);
  let a14 = f32x4.splat(15);
  let a15 = f32x4.splat(16);
  let from: u32 = 0;
  for (let done: u32 = 0; done < count; done += 16) {
    const u = v128.load(from);
    const v = v128.load(from, 16);
    const w = v128.load(from, 32);
    const z = v128.load(from, 48);
    a0 = multiplyAdd(x0, u, a0);
    a1 = multiplyAdd(x0, v, a1);
    a2 = multiplyAdd(x0, w, a2);
    a3 = multiplyAdd(x0, z, a3);
    a4 = multiplyAdd(x1, u, a4);
    a5 = multiplyAdd(x1, v, a5);
    a6 = multiplyAdd(x1, w, a6);
    a7 = multiplyAdd(x1, z, a7);
    a8 = multiplyAdd(x2, u, a8);
    a9 = multiplyAdd(x2, v, a9);
    a10 = multiplyAdd(x2, w, a10);
    a11 = multiplyAdd(x2, z, a11);
    a12 = multiplyAdd(x3, u, a12);
    a13 = multiplyAdd(x3, v, a13);
    a14 = multiplyAdd(x3, w, a14);
    a15 = multiplyAdd(x3, z, a15);
    from = (from + 64) & 4095;
  }
  return f32x4.extract_lane(
    sumOfFour(
      sumOfFour(a0, a1, a2, a3),
      sumOfFour(a4, a5, a6, a7),
      sumOfFour(a8, a9, a10, a11),
      sumOfFour(a12, a13, a14, a15),
    ),
    0,
  );
}
