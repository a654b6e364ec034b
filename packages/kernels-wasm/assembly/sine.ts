import { multiplyAdd } from './multiplyAdd';

/**
 * sin(x + shift pi) for a shift of 0 or 1/2 in each lane, within 3e-7 for up to 10,000 radians and 1.2e-6 for up to 100,000.
 * x = h pi + r with r within a quarter turn: pi is subtracted in three parts, of which the first two have few bits (those of
 * Cephes `sinf`), and a polynomial gives sin r, with the coefficients of DirectXMath's `XMScalarSin`.
 */
export function sineOf(x: v128, shift: f32): v128 {
  const turns = f32x4.nearest(f32x4.sub(f32x4.mul(x, f32x4.splat(0.3183098861837907)), f32x4.splat(shift)));
  const h = f32x4.add(turns, f32x4.splat(shift));
  let r = multiplyAdd(h, f32x4.splat(-3.140625), x);
  r = multiplyAdd(h, f32x4.splat(-9.675025939941406e-4), r);
  r = multiplyAdd(h, f32x4.splat(-1.5099579909783765e-7), r);
  const z = f32x4.mul(r, r);
  let p = multiplyAdd(z, f32x4.splat(-2.3889859e-8), f32x4.splat(2.7525562e-6));
  p = multiplyAdd(z, p, f32x4.splat(-1.9840874e-4));
  p = multiplyAdd(z, p, f32x4.splat(8.333331e-3));
  p = multiplyAdd(z, p, f32x4.splat(-0.16666667));
  p = multiplyAdd(f32x4.mul(r, z), p, r);
  // Odd numbers of half turns change the sign. Half a turn more gives -sin(r) for an even number.
  const odd = i32x4.shl(i32x4.trunc_sat_f32x4_s(turns), 31);
  const sign = shift === 0 ? odd : v128.xor(odd, f32x4.splat(-0.0));
  return v128.xor(p, sign);
}
