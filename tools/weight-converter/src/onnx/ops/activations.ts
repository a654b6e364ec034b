import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';

function plain(op: string, attributes?: (call: Call) => Record<string, unknown>): Mapper {
  return (call) => call.builder.add(op, [call.activation(0)], { attributes: attributes?.(call) ?? {} });
}

const prelu: Mapper = (call) => {
  const input = call.activation(0);
  const slope = call.constant(1, 'slope');
  const channelAxis = slope.shape.length - (input.shape.length - 1);
  const isPerChannel = slope.data.length === 1 || slope.shape[channelAxis] === slope.data.length;
  if (!isPerChannel)
    call.fail(`its slope is ${formatDims(slope.shape)}, expected one value for each channel`);
  return call.builder.add('prelu', [input], { weights: { slope: call.weight(slope, [slope.data.length]) } });
};

const clip: Mapper = (call) => {
  const input = call.activation(0);
  const bound = (name: string, at: number) =>
    call.optionalConstant(at, name)?.data[0] ?? call.node.attributes.get(name)?.float;
  const [min, max] = [bound('min', 1), bound('max', 2)];
  const isBound = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) && Math.abs(value) < 3.4e38;
  const attributes = { ...(isBound(min) && { min }), ...(isBound(max) && { max }) };
  return Object.keys(attributes).length === 0 ? input : call.builder.add('clamp', [input], { attributes });
};

/** clamp(alpha * x + beta, 0, 1) */
function hardSigmoid(call: Call, input: Activation, alpha: number, beta: number): Activation {
  const line = call.plus(call.multiply(input, alpha), beta);
  return call.builder.add('clamp', [line], { attributes: { min: 0, max: 1 } });
}

const hardSwish: Mapper = (call) => {
  const input = call.activation(0);
  return call.builder.add('multiply', [input, hardSigmoid(call, input, 1 / 6, 0.5)]);
};

const selu: Mapper = (call) => {
  const alpha = call.float('alpha', 1.6732632);
  const elu = call.builder.add('elu', [call.activation(0)], { attributes: { alpha } });
  return call.multiply(elu, call.float('gamma', 1.050701));
};

const celu: Mapper = (call) => {
  const alpha = call.float('alpha', 1);
  const elu = call.builder.add('elu', [call.multiply(call.activation(0), 1 / alpha)], {
    attributes: { alpha: 1 },
  });
  return call.multiply(elu, alpha);
};

const abs: Mapper = (call) => {
  const input = call.activation(0);
  const parts = [input, call.multiply(input, -1)].map((side) => call.builder.add('relu', [side]));
  return call.builder.add('add', parts);
};

const swish: Mapper = (call) => {
  const input = call.activation(0);
  const alpha = call.float('alpha', 1);
  if (alpha === 1) return call.builder.add('silu', [input]);
  return call.builder.add('multiply', [input, call.builder.add('sigmoid', [call.multiply(input, alpha)])]);
};

export const activationOps: Readonly<Record<string, Mapper>> = {
  Relu: plain('relu'),
  LeakyRelu: plain('leakyRelu', (call) => ({ negativeSlope: call.float('alpha', 0.01) })),
  PRelu: prelu,
  Elu: plain('elu', (call) => ({ alpha: call.float('alpha', 1) })),
  Selu: selu,
  Celu: celu,
  Sigmoid: plain('sigmoid'),
  Tanh: plain('tanh'),
  Gelu: plain('gelu', (call) => ({ approximate: call.text('approximate', 'none') })),
  Swish: swish,
  HardSigmoid: (call) =>
    hardSigmoid(call, call.activation(0), call.float('alpha', 0.2), call.float('beta', 0.5)),
  HardSwish: hardSwish,
  Clip: clip,
  Abs: abs,
};
