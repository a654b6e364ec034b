const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The f16 bit pattern nearest to a value, ties to even; beyond 65504 it is infinity. */
export function float32ToFloat16(value: number): number {
  float[0] = value;
  const pattern = bits[0]!;
  const sign = (pattern >>> 16) & 0x8000;
  const size = pattern & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= 0x477ff000) return sign | 0x7c00; // 65520 and above
  if (size < 0x38800000) {
    // Subnormal: units of 2^-24, rounded half to even.
    const units = Math.abs(float[0]!) * 2 ** 24;
    const down = Math.floor(units);
    const rest = units - down;
    return sign | (rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down);
  }
  const rounded = size + 0xfff + ((size >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** The value of an f16 bit pattern. */
export function float16ToFloat32(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern >>> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
