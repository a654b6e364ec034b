import { chunkStart, chunksOf } from './chunks';
import { Epilogue, finish } from './epilogue';
import { exponentialOf } from './exponential';
import { logarithm } from './logarithm';

/** Of a negative base whole powers are made of its size; others are NaN. */
function power(a: v128, b: v128): v128 {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const size = v128.bitselect(one, exponentialOf(f32x4.mul(b, logarithm(f32x4.abs(a)))), f32x4.eq(b, zero));
  const half = f32x4.mul(b, f32x4.splat(0.5));
  const isOdd = f32x4.ne(f32x4.floor(half), half);
  const isNegative = f32x4.lt(a, zero);
  const signed = v128.xor(size, v128.and(v128.and(isNegative, isOdd), f32x4.splat(-0.0)));
  const isReal = v128.or(f32x4.eq(f32x4.floor(b), b), v128.not(isNegative));
  return v128.bitselect(signed, f32x4.splat(f32.NaN), isReal);
}

/** All functions but sum and product; `kind` is an index into arithmeticNames of @roentgan/kernels. */
function combine(kind: u32, a: v128, b: v128): v128 {
  const one = f32x4.splat(1);
  switch (kind) {
    case 2:
      return f32x4.sub(a, b);
    case 3:
      return f32x4.div(a, b);
    case 4:
      return power(a, b);
    case 5:
      return f32x4.max(a, b);
    case 6:
      return f32x4.min(a, b);
    case 7:
      return v128.and(f32x4.gt(a, b), one);
    case 8:
      return v128.and(f32x4.ge(a, b), one);
    case 9:
      return v128.and(f32x4.lt(a, b), one);
    case 10:
      return v128.and(f32x4.le(a, b), one);
    default:
      return v128.and(f32x4.eq(a, b), one);
  }
}

/** A function of two activations, value by value, either broadcast along any axis; fields as in arithmetic.wgsl. */
@unmanaged
export class Arithmetic extends Epilogue {
  input: u32;
  other: u32;
  VECTORS: u32; // of the output
  FUNCTION: u32; // an index into arithmeticNames
  REVERSED: u32; // 1: other comes first
  GROUPS: u32; // groups of four channels of the output
  SIZE_2: u32; // spatial sizes of the output
  SIZE_3: u32;
  SIZE_4: u32;
  SIZE_5: u32;
  INPUT_STRIDE_0: u32; // in vectors; every stride is 0 where the axis is broadcast
  INPUT_STRIDE_2: u32;
  INPUT_STRIDE_3: u32;
  INPUT_STRIDE_4: u32;
  INPUT_STRIDE_5: u32;
  INPUT_SPLAT: u32; // 1: one channel stands for all
  OTHER_STRIDE_0: u32;
  OTHER_STRIDE_2: u32;
  OTHER_STRIDE_3: u32;
  OTHER_STRIDE_4: u32;
  OTHER_STRIDE_5: u32;
  OTHER_SPLAT: u32;
}

export function arithmeticUnits(call: Arithmetic): u32 {
  return chunksOf(call.VECTORS);
}

export function arithmetic(call: Arithmetic, first: u32, last: u32, _scratch: u32): void {
  const start = chunkStart(first, call.VECTORS);
  const end = chunkStart(last, call.VECTORS);
  const groups = call.GROUPS;
  const kind = call.FUNCTION;
  const isReversed = call.REVERSED === 1;
  const inputSplat = call.INPUT_SPLAT === 1;
  const otherSplat = call.OTHER_SPLAT === 1;
  for (let vector = start; vector < end; ) {
    const row5 = vector / groups;
    let group = vector % groups;
    const row4 = row5 / call.SIZE_5;
    const row3 = row4 / call.SIZE_4;
    const row2 = row3 / call.SIZE_3;
    const image = row2 / call.SIZE_2;
    const i2 = row2 % call.SIZE_2;
    const i3 = row3 % call.SIZE_3;
    const i4 = row4 % call.SIZE_4;
    let i5 = row5 % call.SIZE_5;
    let input = image * call.INPUT_STRIDE_0 + i2 * call.INPUT_STRIDE_2 + i3 * call.INPUT_STRIDE_3;
    input = call.input + ((input + i4 * call.INPUT_STRIDE_4 + i5 * call.INPUT_STRIDE_5) << 4);
    let other = image * call.OTHER_STRIDE_0 + i2 * call.OTHER_STRIDE_2 + i3 * call.OTHER_STRIDE_3;
    other = call.other + ((other + i4 * call.OTHER_STRIDE_4 + i5 * call.OTHER_STRIDE_5) << 4);
    for (; i5 < call.SIZE_5 && vector < end; i5++) {
      const place = call.output + ((vector - group) << 4);
      const stop = min(groups, group + end - vector);
      vector += stop - group;
      for (; group < stop; group++) {
        const a = inputSplat ? v128.load32_splat(input) : v128.load(input + (group << 4));
        const b = otherSplat ? v128.load32_splat(other) : v128.load(other + (group << 4));
        const result =
          kind === 0
            ? f32x4.add(a, b)
            : kind === 1
              ? f32x4.mul(a, b)
              : isReversed
                ? combine(kind, b, a)
                : combine(kind, a, b);
        v128.store(place + (group << 4), result);
      }
      group = 0;
      input += call.INPUT_STRIDE_5 << 4;
      other += call.OTHER_STRIDE_5 << 4;
    }
  }
  finish(call, call.output + (start << 4), start % call.GROUPS, end - start);
}
