import { exponential } from './exponential';
import { multiplyAdd } from './multiplyAdd';
import { sineOf } from './sine';

/** Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7. */
export function errorFunction(x: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, multiplyAdd(f32x4.abs(x), f32x4.splat(0.3275911), one));
  let series = multiplyAdd(t, f32x4.splat(1.061405429), f32x4.splat(-1.453152027));
  series = multiplyAdd(t, series, f32x4.splat(1.421413741));
  series = multiplyAdd(t, series, f32x4.splat(-0.284496736));
  series = f32x4.mul(t, multiplyAdd(t, series, f32x4.splat(0.254829592)));
  const size = f32x4.sub(one, f32x4.mul(series, exponential(f32x4.neg(f32x4.mul(x, x)))));
  return v128.bitselect(x, size, f32x4.splat(-0.0)); // the sign of x
}

function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** Inlined, since a call with its constants once more takes longer than the work. */
// biome-ignore lint/complexity/noStaticOnlyClass: only methods can be decorated
export class HyperbolicTangent {
  /**
   * tanh as a ratio of polynomials, x p(x^2) / q(x^2), within 4e-7; beyond the clamp it is 1 in f32. Coefficients of Eigen's
   * `generic_fast_tanh_float`.
   */
  @inline
  static of(x: v128): v128 {
    const bound = f32x4.splat(7.905311107635498);
    const clamped = f32x4.pmax(f32x4.pmin(x, bound), f32x4.neg(bound));
    const z = f32x4.mul(clamped, clamped);
    let p = multiplyAdd(z, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
    p = multiplyAdd(z, p, f32x4.splat(-8.60467152213735e-11));
    p = multiplyAdd(z, p, f32x4.splat(5.12229709037114e-8));
    p = multiplyAdd(z, p, f32x4.splat(1.48572235717979e-5));
    p = multiplyAdd(z, p, f32x4.splat(6.37261928875436e-4));
    p = multiplyAdd(z, p, f32x4.splat(4.89352455891786e-3));
    let q = multiplyAdd(z, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
    q = multiplyAdd(z, q, f32x4.splat(2.268434632439e-3));
    q = multiplyAdd(z, q, f32x4.splat(4.89352518554385e-3));
    return f32x4.div(f32x4.mul(clamped, p), q);
  }
}

/**
 * One activation of four values that is no matter of sign: `kind` is its place in `activationNames` of
 * @roentgan/kernels, `alpha` elu's alpha or clamp's minimum, `beta` clamp's maximum.
 */
export function activate(kind: u32, x: v128, alpha: f32, beta: f32): v128 {
  switch (kind) {
    case 4: {
      // elu
      const below = f32x4.mul(
        f32x4.splat(alpha),
        f32x4.sub(exponential(f32x4.pmin(x, f32x4.splat(0))), f32x4.splat(1)),
      );
      return v128.bitselect(x, below, f32x4.gt(x, f32x4.splat(0)));
    }
    case 5: // sigmoid
      return logistic(x);
    case 6: // tanh
      return HyperbolicTangent.of(x);
    case 7: // silu
      return f32x4.mul(x, logistic(x));
    case 8: {
      // gelu
      const half = f32x4.mul(f32x4.splat(0.5), x);
      return multiplyAdd(half, errorFunction(f32x4.mul(x, f32x4.splat(Mathf.SQRT1_2))), half);
    }
    case 9: {
      // geluTanh
      const half = f32x4.mul(f32x4.splat(0.5), x);
      const cube = f32x4.mul(f32x4.mul(x, x), x);
      const inner = f32x4.mul(f32x4.splat(0.7978845608028654), multiplyAdd(f32x4.splat(0.044715), cube, x));
      return multiplyAdd(half, HyperbolicTangent.of(inner), half);
    }
    case 10: // clamp
      return f32x4.pmin(f32x4.pmax(x, f32x4.splat(alpha)), f32x4.splat(beta));
    case 11: // sin
      return sineOf(x, 0);
    case 12: // cos
      return sineOf(x, 0.5);
    default:
      return x;
  }
}
