// Far enough that the next term is below half a unit in the last place at pi / 4.
const TERMS = 10;

/**
 * Cosine for 0 to pi / 2 from + - * / only: `Math.cos` differs between engines in the last bit. Taylor series of the cosine
 * up to pi / 4, of the sine of the rest above it; absolute error about 1e-16.
 */
export function cosine(angle: number): number {
  return angle <= Math.PI / 4 ? series(angle, 0) : series(Math.PI / 2 - angle, 1);
}

/** Even (`first` 0) or odd (`first` 1) terms of the exponential series with alternating signs, smallest first. */
function series(angle: number, first: 0 | 1): number {
  const square = angle * angle;
  let sum = 1;
  for (let term = TERMS; term >= 1; term--) {
    const power = 2 * term + first;
    sum = 1 - (square / (power * (power - 1))) * sum;
  }
  return first === 0 ? sum : sum * angle;
}
