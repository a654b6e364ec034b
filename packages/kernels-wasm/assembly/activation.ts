import { exponential } from './exponential';
import { multiplyAdd } from './multiplyAdd';

/** Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7. */
function errorFunction(x: v128): v128 {
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

/** By way of exp, and near 0, where that cancels, by the polynomial of Cephes `tanhf`. */
function hyperbolicTangent(x: v128): v128 {
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exponential(f32x4.add(x, x)), one)));
  const z = f32x4.mul(x, x);
  let near = multiplyAdd(z, f32x4.splat(-5.70498872745e-3), f32x4.splat(2.06390887954e-2));
  near = multiplyAdd(z, near, f32x4.splat(-5.37397155531e-2));
  near = multiplyAdd(z, near, f32x4.splat(1.33314422036e-1));
  near = multiplyAdd(z, near, f32x4.splat(-3.33332819422e-1));
  near = multiplyAdd(f32x4.mul(z, near), x, x);
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
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
        f32x4.sub(exponential(f32x4.min(x, f32x4.splat(0))), f32x4.splat(1)),
      );
      return v128.bitselect(x, below, f32x4.gt(x, f32x4.splat(0)));
    }
    case 5: // sigmoid
      return logistic(x);
    case 6: // tanh
      return hyperbolicTangent(x);
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
      return multiplyAdd(half, hyperbolicTangent(inner), half);
    }
    case 10: // clamp
      return f32x4.min(f32x4.max(x, f32x4.splat(alpha)), f32x4.splat(beta));
    default:
      return x;
  }
}
