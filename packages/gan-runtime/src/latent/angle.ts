const TERMS = 13;

/**
 * The angle whose cosine is `cosine`, 0 to pi, from + - * / and sqrt only: `Math.acos` differs between engines in the last bit.
 * Twice the arc tangent of sqrt((1 - c) / (1 + c)); -1 itself gives pi.
 */
export function angleOf(cosine: number): number {
  return 2 * arcTangent(Math.sqrt((1 - cosine) / (1 + cosine)));
}

/** Of 0 to infinity: two halvings of the angle, then the Taylor series, smallest term first; absolute error about 2e-16. */
function arcTangent(tangent: number): number {
  if (tangent > 1) return Math.PI / 2 - arcTangent(1 / tangent);
  let part = tangent;
  for (let halving = 0; halving < 2; halving++) part /= 1 + Math.sqrt(1 + part * part);
  const square = part * part;
  let sum = 0;
  for (let term = TERMS; term >= 0; term--) sum = 1 / (2 * term + 1) - square * sum;
  return 4 * part * sum;
}
