import { float16ToFloat32, float32ToFloat16 } from '@roentgan/kernels/core';

let valueOfHalf: Float32Array | undefined;

/** Values of f16 bit patterns; exact. */
export function halfToFloat(halves: Uint16Array): Float32Array<ArrayBuffer> {
  valueOfHalf ??= Float32Array.from({ length: 65536 }, (_, half) => float16ToFloat32(half));
  const values = new Float32Array(halves.length);
  for (let at = 0; at < halves.length; at++) values[at] = valueOfHalf[halves[at]!]!;
  return values;
}

/** The nearest f16 bit patterns, ties to even; from 65520 on infinity. */
export function floatToHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, float32ToFloat16);
}
