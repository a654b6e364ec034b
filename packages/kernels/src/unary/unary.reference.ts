import { erf } from '../activation/activation.reference.ts';
import type { Tensor } from '../tensor.ts';
import type { UnaryName } from './unaryNames.ts';

/** Numbers that some functions take. */
export interface UnaryAttributes {
  /** softplus: how sharply it bends, 1 by default. */
  readonly beta?: number;
  /** softplus: where `beta * x` is above it the result is x, 20 by default. */
  readonly threshold?: number;
  /** celu: what it tends to far below 0, negated; 1 by default. */
  readonly alpha?: number;
}

const halfToEven = (x: number) => {
  const down = Math.floor(x);
  if (x - down === 0.5) return down % 2 === 0 ? down : down + 1;
  return Math.round(x);
};
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const hardsigmoid = (x: number) => Math.min(Math.max(x / 6 + 0.5, 0), 1);

/** Each function in f64. */
export const unaryFunctions = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  reciprocal: (x) => 1 / x,
  abs: Math.abs,
  neg: (x) => -x,
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  round: halfToEven,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  erf,
  square: (x) => x * x,
  softplus: (x, { beta = 1, threshold = 20 }) => (beta * x > threshold ? x : softplus(beta * x) / beta),
  softsign: (x) => x / (1 + Math.abs(x)),
  mish: (x) => x * Math.tanh(softplus(x)),
  hardsigmoid,
  hardswish: (x) => x * hardsigmoid(x),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  celu: (x, { alpha = 1 }) => Math.max(x, 0) + Math.min(alpha * Math.expm1(Math.min(x / alpha, 0)), 0),
  logsigmoid: (x) => -softplus(-x),
} as const satisfies Record<UnaryName, (x: number, attributes: UnaryAttributes) => number>;

/** Every value of a tensor through one function. */
export function unaryReference(
  name: UnaryName,
  { shape, data }: Tensor,
  attributes: UnaryAttributes,
): Tensor {
  const compute: (x: number, attributes: UnaryAttributes) => number = unaryFunctions[name];
  return { shape, data: data.map((value) => compute(value, attributes)) };
}
