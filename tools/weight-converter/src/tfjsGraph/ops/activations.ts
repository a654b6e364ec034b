import { countElements } from '../../graph/shape.ts';
import { type Call, formatDims, type SourceValue } from '../call.ts';
import type { Mapper, Mappers } from './mapper.ts';

/** An activation by its TensorFlow name, which fused operations state too. */
export function activate(call: Call, name: string, value: SourceValue): SourceValue {
  const make = activations[name];
  return make ? make(call, value) : call.fail(`has the fused activation "${name}"`);
}

type Make = (call: Call, value: SourceValue) => SourceValue;

function plain(op: string, attributes?: (call: Call) => Record<string, unknown>): Make {
  return (call, value) => call.layers.elementwise(op, value, attributes?.(call));
}

const leakyRelu: Make = (call, value) => {
  const name = call.node.op === 'LeakyRelu' ? 'alpha' : 'leakyrelu_alpha';
  const negativeSlope = call.attributes.number(name, 0.2);
  return call.layers.elementwise('leakyRelu', value, { negativeSlope });
};

const activations: Readonly<Record<string, Make>> = {
  Relu: plain('relu'),
  Relu6: plain('clamp', () => ({ min: 0, max: 6 })),
  LeakyRelu: leakyRelu,
  Elu: plain('elu', () => ({ alpha: 1 })),
  Selu: plain('selu'),
  Sigmoid: plain('sigmoid'),
  Tanh: plain('tanh'),
  Softplus: plain('softplus'),
  Softsign: plain('softsign'),
};

const functions: Readonly<Record<string, Make>> = {
  ...activations,
  Exp: plain('exp'),
  Log: plain('log'),
  Sqrt: plain('sqrt'),
  Rsqrt: plain('rsqrt'),
  Square: plain('square'),
  Abs: plain('abs'),
  Neg: plain('neg'),
  Sign: plain('sign'),
  Floor: plain('floor'),
  Ceil: plain('ceil'),
  Round: plain('round'),
  Reciprocal: plain('reciprocal'),
  Inv: plain('reciprocal'),
  Sin: plain('sin'),
  Cos: plain('cos'),
  Tan: plain('tan'),
  Erf: plain('erf'),
  Log1p: (call, value) => call.layers.elementwise('log', call.scalar('add', value, 1)),
  Expm1: (call, value) => call.scalar('add', call.layers.elementwise('exp', value), -1),
};

/** One slope, or one for each channel. */
export function prelu(call: Call, value: SourceValue, at: number): SourceValue {
  const slope = call.constant(at, 'slope');
  const channels = value.shape.at(-1)!;
  if (slope.data.length !== 1 && (slope.data.length !== channels || slope.shape.at(-1) !== channels)) {
    call.fail(`its slope is ${formatDims(slope.shape)}, expected one value, or one for each channel`);
  }
  const weights = { slope: call.weight(slope, [slope.data.length]) };
  return call.layers.add('prelu', value, { weights });
}

const clip: Mapper = (call) => {
  const [min, max] = [call.constant(1, 'minimum'), call.constant(2, 'maximum')];
  if (countElements(min.shape) !== 1 || countElements(max.shape) !== 1)
    call.fail(`clips by ${formatDims(min.shape)} and ${formatDims(max.shape)}, expected two numbers`);
  return call.layers.elementwise('clamp', call.value(0), { min: min.data[0]!, max: max.data[0]! });
};

const softmax = (call: Call): SourceValue => {
  const value = call.value(0);
  const last = value.shape.length - 1;
  return call.layers.alongAxes('softmax', value, [last], ([dim]) => ({ dim }));
};

export const activationOps: Mappers = {
  ...Object.fromEntries(
    Object.entries(functions).map(([name, make]): [string, Mapper] => [
      name,
      (call) => make(call, call.value(0)),
    ]),
  ),
  Prelu: (call) => prelu(call, call.value(0), 1),
  ClipByValue: clip,
  Softmax: softmax,
  LogSoftmax: (call) => call.layers.elementwise('log', softmax(call)),
};
