import { type LastNode, type NodeCall, weightOf } from './nodeCall.ts';

/**
 * GroupNormalization is an operation of ONNX from opset 18 on: here the instance norm of the groups, whose scale is 1 and
 * whose shift is 0, then the scale and shift of channels.
 */
function groupNorm(call: NodeCall<{ readonly groups: number; readonly eps: number }>): LastNode {
  const { groups, eps } = call.attributes;
  const { graph, output } = call;
  const filled = (value: number) => graph.floats(new Array<number>(groups).fill(value));
  const rows = call.step('Reshape', [call.inputs[0], graph.integers([0, groups, -1])]);
  const normal = call.step('InstanceNormalization', [rows, filled(1), filled(0)], {
    epsilon: { float: eps },
  });
  const perChannel = [output[1]!, ...output.slice(2).map(() => 1)];
  const { weight, bias } = call.weights;
  const shape = graph.integers([0, ...output.slice(1)]);
  if (!weight && !bias) return ['Reshape', [normal, shape]];
  let last: LastNode = ['Reshape', [normal, shape]];
  if (weight) last = ['Mul', [call.step(last[0], last[1]), graph.weight(weight.name, perChannel)]];
  if (bias) last = ['Add', [call.step(last[0], last[1]), graph.weight(bias.name, perChannel)]];
  return last;
}

type LayerNorm = { readonly normalizedShape: readonly number[]; readonly eps: number };

/** ONNX demands a scale. */
function layerNorm(call: NodeCall<LayerNorm>): LastNode {
  const { normalizedShape, eps } = call.attributes;
  const count = normalizedShape.reduce((product, size) => product * size, 1);
  const ones = () => call.graph.floats(new Array<number>(count).fill(1), normalizedShape);
  const bias = weightOf(call, 'bias');
  const inputs = [call.inputs[0], weightOf(call, 'weight') ?? ones(), ...(bias === undefined ? [] : [bias])];
  return ['LayerNormalization', inputs, { axis: { int: -normalizedShape.length }, epsilon: { float: eps } }];
}

function softmax(call: NodeCall<{ readonly dim: number }>): LastNode {
  return ['Softmax', call.inputs, { axis: { int: call.attributes.dim } }];
}

export const normalization = { groupNorm, layerNorm, softmax };
