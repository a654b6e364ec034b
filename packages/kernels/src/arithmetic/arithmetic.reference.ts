import type { Shape, Tensor } from '../tensor.ts';
import type { ArithmeticName } from './arithmeticNames.ts';
import { spread } from './spread.ts';

const asNumber = (truth: boolean) => (truth ? 1 : 0);

/** What each operation makes of two values, in f64. */
export const arithmeticFunctions = {
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  sub: (a, b) => a - b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  maximum: Math.max,
  minimum: Math.min,
  greater: (a, b) => asNumber(a > b),
  greaterEqual: (a, b) => asNumber(a >= b),
  less: (a, b) => asNumber(a < b),
  lessEqual: (a, b) => asNumber(a <= b),
  equal: (a, b) => asNumber(a === b),
} as const satisfies Record<ArithmeticName, (a: number, b: number) => number>;

/** Both operands spread to the output's shape, then taken value by value. */
export function arithmeticReference(
  name: ArithmeticName,
  [input, other]: readonly [Tensor, Tensor],
  reversed: boolean,
  shape: Shape,
): Tensor {
  const [a, b] = (reversed ? [other, input] : [input, other]).map((operand) => spread(operand, shape)) as [
    Float32Array,
    Float32Array,
  ];
  const compute = arithmeticFunctions[name];
  return { shape, data: a.map((value, at) => compute(value, b[at]!)) };
}
