// ln 2 in two parts: the first has 32 trailing zero bits, so that its product with an exponent is exact (fdlibm's split).
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TERMS = 13;

const view = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm of a positive normal double, from + - * / and the exponent's bits only: `Math.log` differs between
 * engines in the last bit. x = m * 2^e with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh((m - 1) / (m + 1)).
 */
export function logarithm(value: number): number {
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = view.getFloat64(0);
  if (mantissa >= Math.SQRT2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let term = TERMS - 1; term >= 1; term--) sum = (sum + 1 / (2 * term + 1)) * square;
  const doubled = 2 * ratio;
  return exponent * LN2_HIGH + (doubled + (doubled * sum + exponent * LN2_LOW));
}
