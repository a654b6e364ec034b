import { dataTypes } from './encodeOnnx.ts';
import { type LastNode, type NodeCall, scalar, weightOf } from './nodeCall.ts';

export const plain =
  (op: string) =>
  ({ inputs }: NodeCall): LastNode => [op, inputs];

/** Both operands in the order in which they are taken. */
function operands(call: NodeCall<{ readonly reversed: boolean }>): readonly [string, string] {
  const other = call.inputs[1] ?? weightOf(call, 'other')!;
  return call.attributes.reversed ? [other, call.inputs[0]] : [call.inputs[0], other];
}

const withConstant =
  (op: string) =>
  (call: NodeCall<{ readonly reversed: boolean }>): LastNode => [op, operands(call)];

/** ONNX's comparisons give booleans. */
const comparison =
  (op: string) =>
  (call: NodeCall<{ readonly reversed: boolean }>): LastNode => {
    return ['Cast', [call.step(op, operands(call))], { to: { int: dataTypes.float } }];
  };

function where(call: NodeCall): LastNode {
  const [condition, input, other] = call.inputs as readonly [string, string, string | undefined];
  const truth = call.step('Cast', [condition], { to: { int: dataTypes.boolean } });
  return ['Where', [truth, input, other ?? weightOf(call, 'other')!]];
}

/** ONNX aligns slopes right, so those of channels need an axis of 1 for each spatial one. */
function prelu(call: NodeCall): LastNode {
  const { name, shape } = call.weights.slope!;
  const spatial = shape[0] === 1 ? [] : call.output.slice(2).map(() => 1);
  return ['PRelu', [call.inputs[0], call.graph.weight(name, [...shape, ...spatial])]];
}

function clamp(call: NodeCall<{ readonly min: number; readonly max: number }>): LastNode {
  const { min, max } = call.attributes;
  return ['Clip', [call.inputs[0], scalar(call, min), scalar(call, max)]];
}

function silu(call: NodeCall): LastNode {
  return ['Mul', [call.inputs[0], call.step('Sigmoid', call.inputs)]];
}

/** Gelu is an operation of ONNX from opset 20 on: x / 2 * (1 + erf(x / sqrt(2))), or its approximation by tanh. */
function gelu(call: NodeCall<{ readonly approximate: 'none' | 'tanh' }>): LastNode {
  const [x] = call.inputs;
  const times = (a: string, b: string | number): string =>
    call.step('Mul', [a, typeof b === 'number' ? scalar(call, b) : b]);
  const plus = (a: string, b: string | number): string =>
    call.step('Add', [a, typeof b === 'number' ? scalar(call, b) : b]);
  const part =
    call.attributes.approximate === 'none'
      ? call.step('Erf', [times(x, Math.SQRT1_2)])
      : call.step('Tanh', [times(plus(x, times(times(times(x, x), x), 0.044715)), Math.sqrt(2 / Math.PI))]);
  return ['Mul', [times(x, plus(part, 1)), scalar(call, 0.5)]];
}

export const elementwise = {
  add: withConstant('Add'),
  multiply: withConstant('Mul'),
  sub: withConstant('Sub'),
  div: withConstant('Div'),
  pow: withConstant('Pow'),
  maximum: withConstant('Max'),
  minimum: withConstant('Min'),
  greater: comparison('Greater'),
  greaterEqual: comparison('GreaterOrEqual'),
  less: comparison('Less'),
  lessEqual: comparison('LessOrEqual'),
  equal: comparison('Equal'),
  where,
  relu: plain('Relu'),
  leakyRelu: ({ inputs, attributes }: NodeCall<{ readonly negativeSlope: number }>): LastNode => {
    return ['LeakyRelu', inputs, { alpha: { float: attributes.negativeSlope } }];
  },
  prelu,
  elu: ({ inputs, attributes }: NodeCall<{ readonly alpha: number }>): LastNode => {
    return ['Elu', inputs, { alpha: { float: attributes.alpha } }];
  },
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  silu,
  gelu,
  clamp,
};
