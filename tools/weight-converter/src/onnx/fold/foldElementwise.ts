import type { QuantisedValues } from '../../graph/constant.ts';
import { broadcastShapes, countElements, formatDims } from '../../graph/shape.ts';
import type { Call } from '../call.ts';
import { type Constant, constantType } from '../constant.ts';
import { axisOf } from '../layoutShape.ts';
import { broadcastBoth, broadcastTo, type Fold, made, space } from './constantOps.ts';

function unary(evaluate: (x: number) => number): Fold {
  return (call, [x]) => {
    const data = space(call, x!.data.length, x!);
    for (let at = 0; at < data.length; at++) data[at] = evaluate(x!.data[at]!);
    return made(call, x!.type, x!.shape, data);
  };
}

/** Integer operands give integers: `divide` truncates. */
function binary(
  evaluate: (a: number, b: number, isInteger: boolean) => number,
  type?: Constant['type'],
): Fold {
  return (call, inputs) =>
    inputs.slice(1).reduce((a, b) => {
      const [left, right] = broadcastBoth(call, a, b);
      const data = type
        ? space(call, left.data.length, { data: new Float64Array() })
        : space(call, left.data.length, a);
      const isInteger = a.type !== 'float' && b.type !== 'float';
      for (let at = 0; at < data.length; at++)
        data[at] = evaluate(left.data[at]!, right.data[at]!, isInteger);
      return made(call, type ?? a.type, left.shape, data);
    }, inputs[0]!);
}

const where: Fold = (call, [condition, a, b]) => {
  const [left, right] = broadcastBoth(call, a!, b!);
  const shape = broadcastShapes(condition!.shape, left.shape);
  if (shape === undefined) return call.fail(`condition ${formatDims(condition!.shape)} does not broadcast`);
  const [test, yes, no] = [condition!, left, right].map((input) => broadcastTo(call, input, shape));
  const data = space(call, countElements(shape), a!);
  for (let at = 0; at < data.length; at++) data[at] = (test!.data[at] ? yes : no)!.data[at]!;
  return made(call, a!.type, shape, data);
};

const cast: Fold = (call, [x]) => {
  const type = constantType(call.integer('to', 1));
  if (type === undefined) return call.fail(`casts to data type ${call.integer('to', 1)}`);
  if (type === 'float') return made(call, type, x!.shape, Float32Array.from(x!.data));
  const whole = (value: number) => (type === 'boolean' ? Number(value !== 0) : Math.trunc(value));
  return made(call, type, x!.shape, Float64Array.from(x!.data, whole));
};

/** (x - zero) * scale, where scale and zero are one value or one for each index of the attribute `axis`. */
const dequantizeLinear: Fold = (call, [x, scale, zero]) => {
  const axis = x!.shape.length === 0 ? 0 : axisOf(call, call.integer('axis', 1), x!.shape.length);
  const alongAxis = (constant: Constant): Constant => {
    const count = constant.data.length;
    if (constant.shape.length > 1 || (count !== 1 && count !== x!.shape[axis])) {
      return call.fail(
        `its scale or zero point is ${formatDims(constant.shape)} for ${formatDims(x!.shape)} along axis ${axis}`,
      );
    }
    const shape = x!.shape.map((_, at) => (at === axis ? count : 1));
    return broadcastTo(call, { ...constant, shape }, x!.shape);
  };
  const [scales, zeros] = [alongAxis(scale!), zero && alongAxis(zero)];
  const data = space(call, x!.data.length, { data: new Float32Array() });
  for (let at = 0; at < data.length; at++) {
    data[at] = (x!.data[at]! - (zeros?.data[at] ?? 0)) * scales.data[at]!;
  }
  const quantised = asInt8(call, x!, scale!, zeros, axis);
  return { ...made(call, 'float', x!.shape, data), ...(quantised && { quantised }) };
};

/** Integers less their zero points, where those are int8: unsigned ones about 128 are too. */
function asInt8(
  call: Call,
  x: Constant,
  scale: Constant,
  zeros: Constant | undefined,
  axis: number,
): QuantisedValues | undefined {
  call.budget.spend(x.data.length);
  const data = new Int8Array(x.data.length);
  for (let at = 0; at < data.length; at++) {
    const value = x.data[at]! - (zeros?.data[at] ?? 0);
    if (!(value >= -128 && value <= 127)) return undefined;
    data[at] = value;
  }
  return { data, axis, scale: Float32Array.from(scale.data) };
}

/** Rounds halves to even, as ONNX does. */
function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const floorMod = (a: number, b: number) => a - b * Math.floor(a / b);

export const elementwiseFolds: Readonly<Record<string, Fold>> = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b, isInteger) => (isInteger ? Math.trunc(a / b) : a / b)),
  Mod: binary((a, b) => floorMod(a, b)),
  Pow: binary((a, b) => a ** b),
  Min: binary((a, b) => Math.min(a, b)),
  Max: binary((a, b) => Math.max(a, b)),
  Sum: binary((a, b) => a + b),
  Equal: binary((a, b) => Number(a === b), 'boolean'),
  Greater: binary((a, b) => Number(a > b), 'boolean'),
  GreaterOrEqual: binary((a, b) => Number(a >= b), 'boolean'),
  Less: binary((a, b) => Number(a < b), 'boolean'),
  LessOrEqual: binary((a, b) => Number(a <= b), 'boolean'),
  And: binary((a, b) => Number(a && b), 'boolean'),
  Or: binary((a, b) => Number(a || b), 'boolean'),
  Not: unary((x) => Number(!x)),
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Round: unary(roundHalfEven),
  Sqrt: unary(Math.sqrt),
  Reciprocal: unary((x) => 1 / x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Tanh: unary(Math.tanh),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Relu: unary((x) => Math.max(x, 0)),
  Identity: (_, [x]) => x!,
  Dropout: (_, [x]) => x!,
  Cast: cast,
  CastLike: (call, [x, like]) => made(call, like!.type, x!.shape, x!.data),
  DequantizeLinear: dequantizeLinear,
  Where: where,
};
