import { logarithm } from './logarithm.ts';

// Coefficients of algorithm AS 241 (PPND16): numerator, then denominator, constant term first. Each is the double
// nearest to the paper's digits.
const central = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const;
const middle = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const far = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

/**
 * Inverse of the standard normal distribution function for 0 < p < 1, relative error about 1e-16.
 * Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988).
 */
export function normalQuantile(probability: number): number {
  const offset = probability - 0.5;
  if (Math.abs(offset) <= 0.425) return offset * ratio(central, 0.180625 - offset * offset);
  const tail = Math.sqrt(-logarithm(offset < 0 ? probability : 1 - probability));
  const size = tail <= 5 ? ratio(middle, tail - 1.6) : ratio(far, tail - 5);
  return offset < 0 ? -size : size;
}

function ratio(coefficients: readonly [readonly number[], readonly number[]], at: number): number {
  return polynomial(coefficients[0], at) / polynomial(coefficients[1], at);
}

/** Horner's rule from the highest power down. */
function polynomial(coefficients: readonly number[], at: number): number {
  let sum = coefficients[coefficients.length - 1]!;
  for (let power = coefficients.length - 2; power >= 0; power--) sum = sum * at + coefficients[power]!;
  return sum;
}
