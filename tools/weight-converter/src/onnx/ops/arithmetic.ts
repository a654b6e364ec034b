import { broadcastShapes, countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Constant, GeluPart, RootPart, Source, Weight } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { normalised } from './rootMeanSquare.ts';

/** A constant as the weight `other` of add and multiply: as many axes as the activation, the batch axis 1. */
function asOther(
  call: Call,
  activation: Activation,
  constant: Constant,
  map?: (x: number) => number,
): Weight {
  const rank = activation.shape.length;
  const extra = constant.shape.length - rank;
  const padded = [
    ...new Array<number>(Math.max(0, -extra)).fill(1),
    ...constant.shape.slice(Math.max(0, extra)),
  ];
  const fits = constant.shape.slice(0, Math.max(0, extra)).every((size) => size === 1) && padded[0] === 1;
  if (!fits || broadcastShapes(activation.shape, padded) === undefined) {
    call.fail(
      `constant "${constant.name}" is ${formatDims(constant.shape)}, expected a shape that broadcasts to ${formatDims(activation.shape)}`,
    );
  }
  if (!map) return call.weight(constant, padded);
  const data = call.budget.zeros(constant.data.length);
  constant.data.forEach((value, at) => {
    data[at] = map(value);
  });
  return { name: constant.name, shape: padded, data };
}

function withConstant(
  call: Call,
  op: 'add' | 'multiply',
  a: Activation,
  c: Constant,
  map?: (x: number) => number,
) {
  return call.builder.add(op, [a], { weights: { other: asOther(call, a, c, map) } });
}

export function addition(call: Call, a: Source, b: Source): Activation {
  if (a.kind === 'constant') return withConstant(call, 'add', asActivation(call, b), a);
  return b.kind === 'constant' ? withConstant(call, 'add', a, b) : call.builder.add('add', [a, b]);
}

function multiplication(call: Call, a: Source, b: Source): Activation {
  if (a.kind === 'constant') return withConstant(call, 'multiply', asActivation(call, b), a);
  if (b.kind === 'constant') return withConstant(call, 'multiply', a, b);
  const silu = a.made?.op === 'sigmoid' && a.made.inputs[0] === b ? b : siluOf(b, a);
  return silu ? call.builder.add('silu', [silu]) : call.builder.add('multiply', [a, b]);
}

function siluOf(gate: Activation, x: Activation): Activation | undefined {
  return gate.made?.op === 'sigmoid' && gate.made.inputs[0] === x ? x : undefined;
}

export function asActivation(call: Call, source: Source): Activation {
  return source.kind === 'activation' ? source : call.broadcastToBatch(source);
}

export function subtraction(call: Call, a: Source, b: Source): Activation {
  if (b.kind === 'constant') return withConstant(call, 'add', asActivation(call, a), b, (x) => -x);
  return addition(call, a, call.multiply(b, -1));
}

const divide: Mapper = (call) => {
  const divisor = call.inputs[1];
  if (divisor?.kind === 'rootPart' && !divisor.isInverse) {
    const dividend = call.source(0);
    if (dividend.kind === 'activation') return normalised(call, dividend, divisor);
    if (isScalar(dividend, 1)) return { ...divisor, isInverse: true };
  }
  const [a, b] = [call.source(0), call.source(1)];
  if (b.kind === 'activation') return call.fail('divides by an activation, expected a constant divisor');
  return withConstant(call, 'multiply', asActivation(call, a), b, (x) => 1 / x);
};

const add: Mapper = (call) => {
  const part = geluPart(call);
  if (!part) return addition(call, call.source(0), call.source(1));
  const { gelu, other } = part;
  if (other?.kind === 'constant' && isScalar(other, 1) && !gelu.plusOne) return { ...gelu, plusOne: true };
  return loneErf(call);
};

const multiply: Mapper = (call) => {
  const root = call.inputs.findIndex((input) => input?.kind === 'rootPart' && input.isInverse);
  if (root >= 0) return normalised(call, call.activation(1 - root), call.inputs[root] as RootPart);
  const part = geluPart(call);
  if (!part) return multiplication(call, call.source(0), call.source(1));
  const next = timesOther(part.gelu, part.other);
  if (next === undefined) return loneErf(call);
  const isComplete = next.timesX && Math.abs(next.factor - 0.5) < 1e-6;
  return isComplete ? call.builder.add('gelu', [next.x], { attributes: { approximate: 'none' } }) : next;
};

function geluPart(call: Call): { gelu: GeluPart; other: Source | undefined } | undefined {
  const at = call.inputs.findIndex((input) => input?.kind === 'geluPart');
  const gelu = call.inputs[at];
  if (gelu?.kind !== 'geluPart') return undefined;
  const other = call.inputs[1 - at];
  return { gelu, other: other?.kind === 'activation' || other?.kind === 'constant' ? other : undefined };
}

/** A gelu takes its two factors, 0.5 and x, in any order, also as one factor x * 0.5. */
function timesOther(gelu: GeluPart, other: Source | undefined): GeluPart | undefined {
  if (other === undefined || !gelu.plusOne) return undefined;
  if (other.kind === 'constant') {
    return countElements(other.shape) === 1 ? { ...gelu, factor: gelu.factor * other.data[0]! } : undefined;
  }
  if (gelu.timesX) return undefined;
  if (other === gelu.x) return { ...gelu, timesX: true };
  const half =
    other.made?.op === 'multiply' && other.made.inputs[0] === gelu.x ? other.made.weights.other : undefined;
  return half?.data.length === 1 ? { ...gelu, timesX: true, factor: gelu.factor * half.data[0]! } : undefined;
}

function loneErf(call: Call): never {
  call.fail('Erf is supported only inside a gelu, x * 0.5 * (1 + Erf(x / sqrt(2)))');
}

const erf: Mapper = (call) => {
  const scaled = call.activation(0);
  const factor = scaled.made?.op === 'multiply' ? scaled.made.weights.other : undefined;
  if (factor?.data.length !== 1 || Math.abs(factor.data[0]! - Math.SQRT1_2) > 1e-5) {
    return loneErf(call);
  }
  return { kind: 'geluPart', x: scaled.made!.inputs[0]!, factor: 1, timesX: false, plusOne: false };
};

const power: Mapper = (call) => {
  const base = call.activation(0);
  const exponent = call.constant(1, 'exponent');
  const power = exponent.data[0]!;
  if (countElements(exponent.shape) !== 1 || !Number.isInteger(power) || power < 1 || power > 8) {
    call.fail(`has the exponent [${exponent.data.subarray(0, 4)}], expected an integer from 1 to 8`);
  }
  let product = base;
  for (let factor = 1; factor < power; factor++) product = call.builder.add('multiply', [product, base]);
  return product;
};

/** max(a, b) = a + relu(b - a); with a scalar constant it is a clamp. */
function extreme(bound: 'min' | 'max'): Mapper {
  return (call) => {
    let result = call.source(0);
    for (let at = 1; at < call.inputs.length; at++) result = extremeOf(call, bound, result, call.source(at));
    return result;
  };
}

function extremeOf(call: Call, bound: 'min' | 'max', a: Source, b: Source): Activation {
  const [constant, other] = a.kind === 'constant' ? [a, b] : [b, a];
  if (constant.kind === 'constant' && countElements(constant.shape) === 1) {
    const attributes = bound === 'max' ? { min: constant.data[0]! } : { max: constant.data[0]! };
    return call.builder.add('clamp', [asActivation(call, other)], { attributes });
  }
  const sign = bound === 'max' ? 1 : -1;
  const difference = call.multiply(subtraction(call, b, asActivation(call, a)), sign);
  return addition(call, a, call.multiply(call.builder.add('relu', [difference]), sign));
}

function isScalar(constant: Constant, value: number): boolean {
  return countElements(constant.shape) === 1 && constant.data[0] === value;
}

const sum: Mapper = (call) => {
  let total = call.source(0);
  for (let at = 1; at < call.inputs.length; at++) total = addition(call, total, call.source(at));
  return total;
};

export const arithmeticOps: Readonly<Record<string, Mapper>> = {
  Add: add,
  Sub: (call) => subtraction(call, call.source(0), call.source(1)),
  Mul: multiply,
  Div: divide,
  Pow: power,
  Neg: (call) => call.multiply(call.activation(0), -1),
  Sum: sum,
  Max: extreme('max'),
  Min: extreme('min'),
  Erf: erf,
};
