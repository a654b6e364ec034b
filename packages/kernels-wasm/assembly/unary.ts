import { errorFunction } from './activation';
import { chunkStart, chunksOf } from './chunks';
import { Epilogue, finish } from './epilogue';
import { exponential, exponentialOf } from './exponential';
import { logarithm } from './logarithm';
import { sineOf } from './sine';

/** A function of each value on its own; fields as in unary.wgsl. */
@unmanaged
export class Unary extends Epilogue {
  input: u32; // as output
  VECTORS: u32; // of the output
  FUNCTION: u32; // an index into unaryNames of @roentgan/kernels
  STEEPNESS: f32; // softplus's beta, 1 / celu's alpha
  LIMIT: f32; // softplus's threshold
}

export function unaryUnits(call: Unary): u32 {
  return chunksOf(call.VECTORS);
}

export function unary(call: Unary, first: u32, last: u32, _scratch: u32): void {
  const start = chunkStart(first, call.VECTORS);
  const end = chunkStart(last, call.VECTORS);
  const kind = call.FUNCTION;
  const steepness = call.STEEPNESS;
  const limit = call.LIMIT;
  for (let vector = start; vector < end; vector++) {
    const value = compute(kind, v128.load(call.input + (vector << 4)), steepness, limit);
    v128.store(call.output + (vector << 4), value);
  }
  finish(call, call.output + (start << 4), start % ((call.CHANNELS + 3) >> 2), end - start);
}

/** log(1 + e^x), which neither overflows nor loses what is small. */
function softplus(x: v128): v128 {
  const small = exponential(f32x4.neg(f32x4.abs(x)));
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), logarithm(f32x4.add(small, f32x4.splat(1))));
}

/** e^x - 1 for what is negative; 0 elsewhere. */
function decay(x: v128): v128 {
  return f32x4.sub(exponential(f32x4.min(x, f32x4.splat(0))), f32x4.splat(1));
}

function hardsigmoid(x: v128): v128 {
  const line = f32x4.add(f32x4.div(x, f32x4.splat(6)), f32x4.splat(0.5));
  return f32x4.min(f32x4.max(line, f32x4.splat(0)), f32x4.splat(1));
}

function mish(x: v128): v128 {
  const e = exponential(f32x4.min(x, f32x4.splat(20)));
  const n = f32x4.mul(e, f32x4.add(e, f32x4.splat(2))); // tanh(log(1 + e^x)) = n / (n + 2)
  return f32x4.div(f32x4.mul(x, n), f32x4.add(n, f32x4.splat(2)));
}

function compute(kind: u32, x: v128, steepness: f32, limit: f32): v128 {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  switch (kind) {
    case 0:
      return exponentialOf(x);
    case 1:
      return logarithm(x);
    case 2:
      return f32x4.sqrt(x);
    case 3:
      return f32x4.div(one, f32x4.sqrt(x));
    case 4:
      return f32x4.div(one, x);
    case 5:
      return f32x4.abs(x);
    case 6:
      return f32x4.neg(x);
    case 7: // sign
      return v128.and(v128.or(v128.and(x, f32x4.splat(-0.0)), one), f32x4.ne(x, zero));
    case 8:
      return f32x4.floor(x);
    case 9:
      return f32x4.ceil(x);
    case 10: // round
      return f32x4.nearest(x);
    case 11:
      return sineOf(x, 0);
    case 12:
      return sineOf(x, 0.5);
    case 13: // tan
      return f32x4.div(sineOf(x, 0), sineOf(x, 0.5));
    case 14:
      return errorFunction(x);
    case 15: // square
      return f32x4.mul(x, x);
    case 16: {
      const scaled = f32x4.mul(x, f32x4.splat(steepness));
      const bent = f32x4.div(softplus(scaled), f32x4.splat(steepness));
      return v128.bitselect(x, bent, f32x4.gt(scaled, f32x4.splat(limit)));
    }
    case 17: // softsign
      return f32x4.div(x, f32x4.add(f32x4.abs(x), one));
    case 18:
      return mish(x);
    case 19:
      return hardsigmoid(x);
    case 20: // hardswish
      return f32x4.mul(x, hardsigmoid(x));
    case 21: {
      // selu
      const below = f32x4.mul(decay(x), f32x4.splat(1.7580993408473766)); // both of its constants
      return f32x4.add(f32x4.mul(f32x4.max(x, zero), f32x4.splat(1.0507009873554805)), below);
    }
    case 22: {
      // celu
      const s = f32x4.splat(steepness);
      return f32x4.add(f32x4.max(x, zero), f32x4.div(decay(f32x4.mul(x, s)), s));
    }
    default: // logsigmoid
      return f32x4.neg(softplus(f32x4.neg(x)));
  }
}
