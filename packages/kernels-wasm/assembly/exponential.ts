import { multiplyAdd } from './multiplyAdd';

/**
 * e^x in each lane, within 2 ulp; 0 below -87.3 and at most e^88. After Cephes `expf`: x = n ln 2 + r, a polynomial for
 * e^r, and n added to the exponent bits.
 */
export function exponential(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88)), f32x4.splat(-87.3));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(Mathf.LOG2E)));
  // ln 2 in two parts, of which the first has few bits, so that n times it is exact.
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), clamped);
  r = multiplyAdd(n, f32x4.splat(2.1219444e-4), r);
  let p = multiplyAdd(r, f32x4.splat(1.98756915e-4), f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const result = f32x4.mul(p, power);
  return v128.and(result, f32x4.ge(x, f32x4.splat(-87.3)));
}

/** e^x in each lane, within 5 ulp, infinite from 88.73 on: the square of its root, which never leaves f32. */
export function exponentialOf(x: v128): v128 {
  const root = exponential(f32x4.mul(x, f32x4.splat(0.5)));
  return f32x4.mul(root, root);
}
