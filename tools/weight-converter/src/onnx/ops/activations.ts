import { countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { binary, unary, withNumber } from './primitives.ts';

function plain(op: string, attributes?: (call: Call) => Record<string, unknown>): Mapper {
  return (call) => unary(call, op, call.activation(0), attributes?.(call));
}

/** max(x, 0) + slope * min(x, 0), where the slope is not one number for each channel. */
const prelu: Mapper = (call) => {
  const input = call.activation(0);
  const slope = call.source(1);
  const channelAxis = slope.shape.length - (input.shape.length - 1);
  const isPerChannel =
    slope.kind === 'constant' &&
    call.lead === 0 &&
    (slope.data.length === 1 || slope.shape[channelAxis] === slope.data.length);
  if (isPerChannel)
    return call.builder.add('prelu', [input], {
      weights: { slope: call.weight(slope, [slope.data.length]) },
    });
  const negative = call.multiply(unary(call, 'relu', call.multiply(input, -1)), -1);
  return binary(call, 'add', unary(call, 'relu', input), binary(call, 'multiply', negative, slope));
};

const clip: Mapper = (call) => {
  const input = call.activation(0);
  const [low, high] = [bound(call, 'min', 1), bound(call, 'max', 2)];
  const isFixed = [low, high].every((value) => typeof value !== 'object');
  if (!isFixed) return within(call, within(call, input, 'maximum', low), 'minimum', high);
  const isBound = (value: unknown) => typeof value === 'number' && Math.abs(value) < 3.4e38;
  const attributes = { ...(isBound(low) && { min: low }), ...(isBound(high) && { max: high }) };
  return Object.keys(attributes).length === 0 ? input : unary(call, 'clamp', input, attributes);
};

/** A bound as a number, where it is known; until opset 11 it was an attribute. */
function bound(call: Call, name: string, at: number): number | Activation | undefined {
  if (call.inputs[at] === undefined) return call.node.attributes.get(name)?.float;
  const value = call.source(at);
  if (countElements(value.shape.slice(value.kind === 'activation' ? 1 : 0)) !== 1)
    call.fail(`${name} is ${formatDims(value.shape)}, expected one number`);
  return value.kind === 'constant' ? value.data[0] : value;
}

function within(
  call: Call,
  input: Activation,
  op: 'maximum' | 'minimum',
  limit: number | Activation | undefined,
): Activation {
  if (typeof limit === 'object') return binary(call, op, input, limit);
  if (limit === undefined || !(Math.abs(limit) < 3.4e38)) return input;
  return unary(call, 'clamp', input, op === 'maximum' ? { min: limit } : { max: limit });
}

/** clamp(alpha * x + beta, 0, 1); PyTorch's has 1/6 and 0.5. */
const hardSigmoid: Mapper = (call) => {
  const [alpha, beta] = [call.float('alpha', 0.2), call.float('beta', 0.5)];
  const input = call.activation(0);
  if (Math.abs(alpha - 1 / 6) < 1e-6 && beta === 0.5) return unary(call, 'hardsigmoid', input);
  const line = call.plus(call.multiply(input, alpha), beta);
  return unary(call, 'clamp', line, { min: 0, max: 1 });
};

const ALPHA = 1.6732631921768188;
const GAMMA = 1.0507010221481323;

const selu: Mapper = (call) => {
  const [alpha, gamma] = [call.float('alpha', ALPHA), call.float('gamma', GAMMA)];
  const input = call.activation(0);
  const isUsual = Math.abs(alpha - ALPHA) < 1e-4 && Math.abs(gamma - GAMMA) < 1e-4;
  return isUsual ? unary(call, 'selu', input) : call.multiply(unary(call, 'elu', input, { alpha }), gamma);
};

const swish: Mapper = (call) => {
  const input = call.activation(0);
  const alpha = call.float('alpha', 1);
  if (alpha === 1) return unary(call, 'silu', input);
  return binary(call, 'multiply', input, unary(call, 'sigmoid', call.multiply(input, alpha)));
};

/** x where it is above alpha, else 0. */
const thresholdedRelu: Mapper = (call) => {
  const input = call.activation(0);
  return binary(call, 'multiply', input, above(call, input, call.float('alpha', 1)));
};

/** x + bias below -lambd, x - bias above lambd, else 0. */
const shrink: Mapper = (call) => {
  const input = call.activation(0);
  const [bias, lambda] = [call.float('bias', 0), call.float('lambd', 0.5)];
  const upper = binary(call, 'multiply', call.plus(input, -bias), above(call, input, lambda));
  const isBelow = above(call, call.multiply(input, -1), lambda);
  return binary(call, 'add', upper, binary(call, 'multiply', call.plus(input, bias), isBelow));
};

function above(call: Call, input: Activation, limit: number): Activation {
  return withNumber(call, 'greater', input, limit);
}

const unaryNames: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Abs: 'abs',
  Neg: 'neg',
  Sign: 'sign',
  Exp: 'exp',
  Log: 'log',
  Sqrt: 'sqrt',
  Reciprocal: 'reciprocal',
  Floor: 'floor',
  Ceil: 'ceil',
  Round: 'round',
  Sin: 'sin',
  Cos: 'cos',
  Tan: 'tan',
  Softplus: 'softplus',
  Softsign: 'softsign',
  Mish: 'mish',
  HardSwish: 'hardswish',
};

export const activationOps: Readonly<Record<string, Mapper>> = {
  ...Object.fromEntries(Object.entries(unaryNames).map(([onnx, op]) => [onnx, plain(op)])),
  LeakyRelu: plain('leakyRelu', (call) => ({ negativeSlope: call.float('alpha', 0.01) })),
  PRelu: prelu,
  Elu: plain('elu', (call) => ({ alpha: call.float('alpha', 1) })),
  Selu: selu,
  Celu: plain('celu', (call) => ({ alpha: call.float('alpha', 1) })),
  Gelu: plain('gelu', (call) => ({ approximate: call.text('approximate', 'none') })),
  Swish: swish,
  HardSigmoid: hardSigmoid,
  ThresholdedRelu: thresholdedRelu,
  Shrink: shrink,
  Clip: clip,
};
