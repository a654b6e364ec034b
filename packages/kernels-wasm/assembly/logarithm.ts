import { multiplyAdd } from './multiplyAdd';

/**
 * ln x in each lane, within 2 ulp or 1e-7 near 1; -infinity of 0, NaN below, and what is smaller than 2^-126 counts as that.
 * After Cephes `logf`: x = m 2^e with m from sqrt(1/2) to sqrt(2), and a polynomial for ln m.
 */
export function logarithm(x: v128): v128 {
  const one = f32x4.splat(1);
  const bits = f32x4.max(x, f32x4.splat(1.17549435e-38));
  const half = v128.or(v128.and(bits, i32x4.splat(0x7fffff)), f32x4.splat(0.5));
  const isLow = f32x4.lt(half, f32x4.splat(Mathf.SQRT1_2));
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(bits, 23), i32x4.splat(126)));
  e = f32x4.sub(e, v128.and(one, isLow));
  const m = f32x4.sub(f32x4.add(half, v128.and(half, isLow)), one);
  const z = f32x4.mul(m, m);
  let p = multiplyAdd(m, f32x4.splat(7.0376836292e-2), f32x4.splat(-1.151461031e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.167699874e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, m, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, m, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, m, f32x4.splat(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, m), z);
  // ln 2 in two parts, of which the larger has few bits.
  p = multiplyAdd(e, f32x4.splat(-2.1219444e-4), p);
  p = multiplyAdd(z, f32x4.splat(-0.5), p);
  let result = multiplyAdd(e, f32x4.splat(0.693359375), f32x4.add(m, p));
  result = v128.bitselect(x, result, f32x4.eq(x, f32x4.splat(f32.POSITIVE_INFINITY)));
  const beyond = f32x4.div(f32x4.splat(-1), f32x4.sqrt(f32x4.add(x, f32x4.splat(0)))); // -infinity of 0, NaN below
  return v128.bitselect(result, beyond, f32x4.gt(x, f32x4.splat(0)));
}
