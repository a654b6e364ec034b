import { multiplyAdd, sumOfFour } from './multiplyAdd';

// Each of 8 to 20 accumulators is multiplied and added to over and over, from registers alone. How many it takes depends on
// the machine: enough to hide the latency of a multiply-add, few enough that no register is spilled.
// `count` is the number of multiply-adds of four lanes; the last round is a whole one.

export function chain8(count: u32, factor: f32, summand: f32): f32 {
  const x = f32x4.splat(factor);
  const y = f32x4.splat(summand);
  let a0 = f32x4.splat(1);
  let a1 = f32x4.splat(2);
  let a2 = f32x4.splat(3);
  let a3 = f32x4.splat(4);
  let a4 = f32x4.splat(5);
  let a5 = f32x4.splat(6);
  let a6 = f32x4.splat(7);
  let a7 = f32x4.splat(8);
  for (let done: u32 = 0; done < count; done += 8) {
    a0 = multiplyAdd(a0, x, y);
    a1 = multiplyAdd(a1, x, y);
    a2 = multiplyAdd(a2, x, y);
    a3 = multiplyAdd(a3, x, y);
    a4 = multiplyAdd(a4, x, y);
    a5 = multiplyAdd(a5, x, y);
    a6 = multiplyAdd(a6, x, y);
    a7 = multiplyAdd(a7, x, y);
  }
  return f32x4.extract_lane(f32x4.add(sumOfFour(a0, a1, a2, a3), sumOfFour(a4, a5, a6, a7)), 0);
}

export function chain10(count: u32, factor: f32, summand: f32): f32 {
  const x = f32x4.splat(factor);
  const y = f32x4.splat(summand);
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
  for (let done: u32 = 0; done < count; done += 10) {
    a0 = multiplyAdd(a0, x, y);
    a1 = multiplyAdd(a1, x, y);
    a2 = multiplyAdd(a2, x, y);
    a3 = multiplyAdd(a3, x, y);
    a4 = multiplyAdd(a4, x, y);
    a5 = multiplyAdd(a5, x, y);
    a6 = multiplyAdd(a6, x, y);
    a7 = multiplyAdd(a7, x, y);
    a8 = multiplyAdd(a8, x, y);
    a9 = multiplyAdd(a9, x, y);
  }
  return f32x4.extract_lane(
    f32x4.add(f32x4.add(sumOfFour(a0, a1, a2, a3), sumOfFour(a4, a5, a6, a7)), f32x4.add(a8, a9)),
    0,
  );
}

export function chain12(count: u32, factor: f32, summand: f32): f32 {
  const x = f32x4.splat(factor);
  const y = f32x4.splat(summand);
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
  for (let done: u32 = 0; done < count; done += 12) {
    a0 = multiplyAdd(a0, x, y);
    a1 = multiplyAdd(a1, x, y);
    a2 = multiplyAdd(a2, x, y);
    a3 = multiplyAdd(a3, x, y);
    a4 = multiplyAdd(a4, x, y);
    a5 = multiplyAdd(a5, x, y);
    a6 = multiplyAdd(a6, x, y);
    a7 = multiplyAdd(a7, x, y);
    a8 = multiplyAdd(a8, x, y);
    a9 = multiplyAdd(a9, x, y);
    a10 = multiplyAdd(a10, x, y);
    a11 = multiplyAdd(a11, x, y);
  }
  return f32x4.extract_lane(
    f32x4.add(f32x4.add(sumOfFour(a0, a1, a2, a3), sumOfFour(a4, a5, a6, a7)), sumOfFour(a8, a9, a10, a11)),
    0,
  );
}

export function chain20(count: u32, factor: f32, summand: f32): f32 {
  const x = f32x4.splat(factor);
  const y = f32x4.splat(summand);
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
  let a16 = f32x4.splat(17);
  let a17 = f32x4.splat(18);
  let a18 = f32x4.splat(19);
  let a19 = f32x4.splat(20);
  for (let done: u32 = 0; done < count; done += 20) {
    a0 = multiplyAdd(a0, x, y);
    a1 = multiplyAdd(a1, x, y);
    a2 = multiplyAdd(a2, x, y);
    a3 = multiplyAdd(a3, x, y);
    a4 = multiplyAdd(a4, x, y);
    a5 = multiplyAdd(a5, x, y);
    a6 = multiplyAdd(a6, x, y);
    a7 = multiplyAdd(a7, x, y);
    a8 = multiplyAdd(a8, x, y);
    a9 = multiplyAdd(a9, x, y);
    a10 = multiplyAdd(a10, x, y);
    a11 = multiplyAdd(a11, x, y);
    a12 = multiplyAdd(a12, x, y);
    a13 = multiplyAdd(a13, x, y);
    a14 = multiplyAdd(a14, x, y);
    a15 = multiplyAdd(a15, x, y);
    a16 = multiplyAdd(a16, x, y);
    a17 = multiplyAdd(a17, x, y);
    a18 = multiplyAdd(a18, x, y);
    a19 = multiplyAdd(a19, x, y);
  }
  return f32x4.extract_lane(
    f32x4.add(
      sumOfFour(
        sumOfFour(a0, a1, a2, a3),
        sumOfFour(a4, a5, a6, a7),
        sumOfFour(a8, a9, a10, a11),
        sumOfFour(a12, a13, a14, a15),
      ),
      sumOfFour(a16, a17, a18, a19),
    ),
    0,
  );
}
