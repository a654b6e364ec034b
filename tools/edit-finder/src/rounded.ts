/** A number at so many significant digits, towards zero: a range that is stated is one that was seen to hold. */
export function roundedDown(value: number, digits: number): number {
  if (value === 0) return 0;
  const size = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
  return Number((Math.trunc(value / size + Math.sign(value) * 1e-9) * size).toPrecision(digits));
}
