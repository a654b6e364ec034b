import { plain } from './elementwise.ts';
import { type LastNode, type NodeCall, scalar } from './nodeCall.ts';

function softplus(call: NodeCall<{ readonly beta: number; readonly threshold: number }>): LastNode {
  const [x] = call.inputs;
  const { beta, threshold } = call.attributes;
  const scaled = beta === 1 ? x : call.step('Mul', [x, scalar(call, beta)]);
  // From 20 on softplus is x in f32 anyway.
  if (beta === 1 && threshold >= 20) return ['Softplus', [x]];
  const bent = call.step('Div', [call.step('Softplus', [scaled]), scalar(call, beta)]);
  return ['Where', [call.step('Greater', [scaled, scalar(call, threshold)]), x, bent]];
}

/** Mish is an operation of ONNX from opset 18 on. */
function mish(call: NodeCall): LastNode {
  return ['Mul', [call.inputs[0], call.step('Tanh', [call.step('Softplus', call.inputs)])]];
}

export const unary = {
  exp: plain('Exp'),
  log: plain('Log'),
  sqrt: plain('Sqrt'),
  rsqrt: (call: NodeCall): LastNode => ['Reciprocal', [call.step('Sqrt', call.inputs)]],
  reciprocal: plain('Reciprocal'),
  abs: plain('Abs'),
  neg: plain('Neg'),
  sign: plain('Sign'),
  floor: plain('Floor'),
  ceil: plain('Ceil'),
  round: plain('Round'),
  sin: plain('Sin'),
  cos: plain('Cos'),
  tan: plain('Tan'),
  erf: plain('Erf'),
  square: ({ inputs }: NodeCall): LastNode => ['Mul', [inputs[0], inputs[0]]],
  softplus,
  softsign: plain('Softsign'),
  mish,
  hardsigmoid: ({ inputs }: NodeCall): LastNode => {
    return ['HardSigmoid', inputs, { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }];
  },
  hardswish: plain('HardSwish'),
  selu: plain('Selu'),
  celu: ({ inputs, attributes }: NodeCall<{ readonly alpha: number }>): LastNode => {
    return ['Celu', inputs, { alpha: { float: attributes.alpha } }];
  },
  logsigmoid: (call: NodeCall): LastNode => {
    return ['Neg', [call.step('Softplus', [call.step('Neg', call.inputs)])]];
  },
};
