import { countElements } from '../../graph/shape.ts';
import type { Activation, Call, Source } from '../call.ts';
import { truncated } from './compare.ts';
import { erf, geluOfProduct, geluOfSum } from './erf.ts';
import type { Mapper } from './mapper.ts';
import { asActivation, type BinaryOp, binary, unary, withNumber } from './primitives.ts';

const add: Mapper = (call) => geluOfSum(call) ?? binary(call, 'add', call.source(0), call.source(1));

const multiply: Mapper = (call) =>
  geluOfProduct(call) ?? binary(call, 'multiply', call.source(0), call.source(1));

const divide: Mapper = (call) => {
  const [a, b] = [call.source(0), call.source(1)];
  if (b.kind !== 'constant') return binary(call, 'div', a, b);
  // Multiplying is fused into what comes before it.
  const data = call.budget.zeros(b.data.length).map((_, at) => 1 / b.data[at]!);
  return binary(call, 'multiply', asActivation(call, a, b.shape.length), { ...b, type: 'float', data });
};

const power: Mapper = (call) => {
  const [base, exponent] = [call.source(0), call.source(1)];
  if (base.kind === 'constant' || exponent.kind !== 'constant' || countElements(exponent.shape) !== 1)
    return binary(call, 'pow', base, exponent);
  const power = exponent.data[0]!;
  if (power === 0.5) return unary(call, 'sqrt', base);
  if (power === -1) return unary(call, 'reciprocal', base);
  if (!Number.isInteger(power) || power < 1 || power > 4) return withNumber(call, 'pow', base, power);
  let product = base;
  for (let factor = 1; factor < power; factor++) product = binary(call, 'multiply', product, base);
  return product;
};

/** Min and Max of any number of inputs; with one number it is a clamp. */
function extreme(op: 'maximum' | 'minimum'): Mapper {
  return combining((call, a, b) => {
    const [constant, other] = a.kind === 'constant' ? [a, b] : [b, a];
    if (constant.kind !== 'constant' || countElements(constant.shape) !== 1 || constant.shape.length > 1)
      return binary(call, op, a, b);
    const attributes = op === 'maximum' ? { min: constant.data[0]! } : { max: constant.data[0]! };
    return unary(call, 'clamp', asActivation(call, other), attributes);
  });
}

function combining(combine: (call: Call, a: Source, b: Source) => Source): Mapper {
  return (call) => {
    let result = call.source(0);
    for (let at = 1; at < call.inputs.length; at++) result = combine(call, result, call.source(at));
    return asActivation(call, result);
  };
}

const sum = combining((call, a, b) => binary(call, 'add', a, b));

const mean: Mapper = (call) => call.multiply(sum(call) as Activation, 1 / call.inputs.length);

/** The remainder has the sign of the dividend (`fmod` 1, which floats need) or of the divisor. */
const modulo: Mapper = (call) => {
  const [a, b] = [asActivation(call, call.source(0)), call.source(1)];
  const quotient = binary(call, 'div', a, b);
  const whole = call.integer('fmod', 0) === 1 ? truncated(call, quotient) : unary(call, 'floor', quotient);
  return binary(call, 'sub', a, binary(call, 'multiply', whole, b));
};

const arithmetic =
  (op: BinaryOp): Mapper =>
  (call) =>
    binary(call, op, call.source(0), call.source(1));

export const arithmeticOps: Readonly<Record<string, Mapper>> = {
  Add: add,
  Sub: arithmetic('sub'),
  Mul: multiply,
  Div: divide,
  Pow: power,
  Mod: modulo,
  Sum: sum,
  Mean: mean,
  Max: extreme('maximum'),
  Min: extreme('minimum'),
  Erf: erf,
};
