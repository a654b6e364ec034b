import { countElements } from '../../graph/shape.ts';
import { type Call, type Constant, formatDims, type SourceValue } from '../call.ts';
import { isConstant } from '../value.ts';
import { biased } from './bias.ts';
import type { Mapper, Mappers } from './mapper.ts';
import { normalisedProduct, normalisedQuotient, normalisedSum } from './moments.ts';

type Operand = SourceValue | Constant;

/** Adds axes of size 1 behind the batch, so that both have as many: what TensorFlow means where the batch is 1. */
function aligned(call: Call, value: SourceValue, rank: number): SourceValue {
  const missing = rank - value.shape.length;
  if (missing <= 0) return value;
  const [batch, ...rest] = value.shape;
  return call.layers.reshape(value, [batch!, ...new Array<number>(missing).fill(1), ...rest]);
}

function ofTwo(call: Call, op: string, a: SourceValue, b: SourceValue): SourceValue {
  const rank = Math.max(a.shape.length, b.shape.length);
  return call.layers.binary(op, aligned(call, a, rank), aligned(call, b, rank));
}

/** An operation of a value and a constant; `reversed` puts the constant first. */
function withConstant(
  call: Call,
  op: string,
  value: SourceValue,
  constant: Constant,
  reversed = false,
): SourceValue {
  const { shape } = constant;
  const ones = shape.findIndex((size) => size !== 1);
  const extra = Math.max(0, shape.length - value.shape.length);
  // Axes of size 1 in front say nothing, more axes than the value's are refused below.
  const short = shape.slice(Math.min(extra, ones < 0 ? shape.length : ones));
  const weight = call.weight(constant, short);
  return call.layers.withConstant(op, value, weight, reversed ? { reversed } : {});
}

function mapped(call: Call, constant: Constant, map: (x: number) => number): Constant {
  const data = call.budget.zeros(constant.data.length);
  constant.data.forEach((value, at) => {
    data[at] = map(value);
  });
  return { ...constant, type: 'float', data };
}

export function addition(call: Call, a: Operand, b: Operand): SourceValue {
  if (isConstant(a))
    return isConstant(b) ? addition(call, call.broadcastToBatch(a), b) : addition(call, b, a);
  return isConstant(b) ? withConstant(call, 'add', a, b) : ofTwo(call, 'add', a, b);
}

const add: Mapper = (call) => {
  const [a, b] = [call.source(0), call.source(1)];
  const at = isConstant(a) ? 1 : 0;
  const [value, constant] = at ? [b, a] : [a, b];
  const bias = isConstant(constant) && !isConstant(value) ? biased(call, value, constant, at) : undefined;
  const norm = isConstant(a) || isConstant(b) ? undefined : normalisedSum(call, a, b);
  return bias ?? norm ?? addition(call, a, b);
};

const addN: Mapper = (call) =>
  call.inputs.map((_, at): Operand => call.source(at)).reduce((sum, next) => addition(call, sum, next));

/** `op(a, b)` where either may be a constant, or both; `mirrored` is the operation that gives the same of (b, a). */
export function binary(op: string, mirrored?: string): Mapper {
  return (call) => {
    const [a, b] = [call.source(0), call.source(1)];
    if (!isConstant(a)) return isConstant(b) ? withConstant(call, op, a, b) : ofTwo(call, op, a, b);
    const value = isConstant(b) ? call.broadcastToBatch(b) : b;
    return mirrored ? withConstant(call, mirrored, value, a) : withConstant(call, op, value, a, true);
  };
}

/** x * sigmoid(x) is silu. */
const multiply: Mapper = (call) => {
  const [a, b] = [call.source(0), call.source(1)];
  if (!isConstant(a) && !isConstant(b)) {
    for (const [gate, x] of [[a, b] as const, [b, a] as const]) {
      const { made } = gate.held;
      const isGate =
        made?.op === 'sigmoid' && made.inputs[0] === x.held && gate.order.join() === x.order.join();
      if (isGate && gate.flatOf === undefined) return call.layers.elementwise('silu', x);
    }
  }
  const norm = isConstant(a) || isConstant(b) ? undefined : normalisedProduct(call, a, b);
  return norm ?? binary('multiply', 'multiply')(call);
};

const subtract: Mapper = (call) => {
  const [a, b] = [call.source(0), call.source(1)];
  if (isConstant(b) && !isConstant(a))
    return addition(
      call,
      a,
      mapped(call, b, (x) => -x),
    );
  return binary('sub')(call);
};

const divide: Mapper = (call) => {
  const [a, b] = [call.source(0), call.source(1)];
  if (isConstant(b) && !isConstant(a))
    return withConstant(
      call,
      'multiply',
      a,
      mapped(call, b, (x) => 1 / x),
    );
  const norm = isConstant(a) || isConstant(b) ? undefined : normalisedQuotient(call, a, b);
  return norm ?? binary('div')(call);
};

/** With one number it is a clamp, which `relu` is too. */
function extreme(op: 'maximum' | 'minimum'): Mapper {
  return (call) => {
    const operands = [call.source(0), call.source(1)];
    const constant = operands.find(isConstant);
    const value = operands.find((operand): operand is SourceValue => !isConstant(operand));
    if (
      constant &&
      value &&
      countElements(constant.shape) === 1 &&
      constant.shape.length <= value.shape.length
    ) {
      const bound = constant.data[0]!;
      if (op === 'maximum' && bound === 0) return call.layers.elementwise('relu', value);
      return call.layers.elementwise('clamp', value, op === 'maximum' ? { min: bound } : { max: bound });
    }
    return binary(op, op)(call);
  };
}

const power: Mapper = (call) => {
  const exponent = call.source(1);
  if (isConstant(exponent) && countElements(exponent.shape) === 1 && !isConstant(call.source(0))) {
    const special = { 2: 'square', 0.5: 'sqrt', '-0.5': 'rsqrt', '-1': 'reciprocal' }[exponent.data[0]!];
    if (exponent.data[0] === 1) return call.value(0);
    if (special) return call.layers.elementwise(special, call.value(0));
  }
  return binary('pow')(call);
};

const squaredDifference: Mapper = (call) =>
  call.layers.elementwise('square', binary('sub')(call) as SourceValue);

const biasAdd: Mapper = (call) => {
  const value = call.value(0);
  const bias = call.constant(1, 'bias');
  if (bias.shape.length !== 1 || bias.shape[0] !== value.shape.at(-1))
    call.fail(`its bias is ${formatDims(bias.shape)}, expected [${value.shape.at(-1)}]`);
  return biased(call, value, bias, 0) ?? addition(call, value, bias);
};

export const arithmeticOps: Mappers = {
  Add: add,
  AddV2: add,
  AddN: addN,
  BiasAdd: biasAdd,
  BiasAddV1: biasAdd,
  Sub: subtract,
  Mul: multiply,
  Div: divide,
  RealDiv: divide,
  DivNoNan: divide,
  Maximum: extreme('maximum'),
  Minimum: extreme('minimum'),
  Pow: power,
  SquaredDifference: squaredDifference,
};
