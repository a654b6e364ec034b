import type { NodeSpec } from './graphBuilder.ts';
import { numbers, rank4 } from './outputShape.ts';
import { formatDims } from './shape.ts';

type Fail = (message: string) => never;

/** PyTorch: out = floor((in + pads - dilation * (K - 1) - 1) / stride) + 1. */
export function convolutionShape(spec: NodeSpec, fail: Fail): readonly number[] {
  const geometry = convolutionGeometry(spec, fail);
  const { weight, groups, input } = geometry;
  if (weight[1]! * groups !== input[1] || weight[0]! % groups !== 0) {
    fail(
      `conv2d: weight is ${formatDims(weight)} in ${groups} groups, expected [OC,${input[1]}/groups,KH,KW]`,
    );
  }
  checkBias(spec, weight[0]!, fail);
  const size = (axis: 0 | 1) =>
    Math.floor((input[2 + axis]! + geometry.pads[axis] - geometry.extent[axis]) / geometry.stride[axis]!) + 1;
  return [input[0]!, weight[0]!, size(0), size(1)];
}

/** PyTorch: out = (in - 1) * stride - pads + dilation * (K - 1) + 1 + outputPadding. */
export function convTransposeShape(spec: NodeSpec, fail: Fail): readonly number[] {
  const geometry = convolutionGeometry(spec, fail);
  const { weight, groups, input } = geometry;
  if (weight[0] !== input[1] || weight[0]! % groups !== 0) {
    fail(
      `convTranspose2d: weight is ${formatDims(weight)} in ${groups} groups, expected [${input[1]},OC/groups,KH,KW]`,
    );
  }
  checkBias(spec, weight[1]! * groups, fail);
  const extra = numbers(spec, 'outputPadding', 2, [0, 0]);
  const size = (axis: 0 | 1) =>
    (input[2 + axis]! - 1) * geometry.stride[axis]! -
    geometry.pads[axis] +
    geometry.extent[axis] +
    extra[axis]!;
  return [input[0]!, weight[1]! * groups, size(0), size(1)];
}

/** `[N, F]` to `[N, OF]`. */
export function linearShape({ inputs, weights }: NodeSpec, fail: Fail): readonly number[] {
  const { shape } = inputs[0]!;
  const weight = weights.weight?.shape ?? [];
  if (shape.length !== 2) fail(`linear of ${formatDims(shape)}, expected two axes [N,F]`);
  if (weight.length !== 2 || weight[1] !== shape[1]) {
    fail(`linear: weight is ${formatDims(weight)}, expected [OF,${shape[1]}]`);
  }
  checkBias({ op: 'linear', inputs, weights, attributes: {} }, weight[0]!, fail);
  return [shape[0]!, weight[0]!];
}

function convolutionGeometry(spec: NodeSpec, fail: Fail) {
  const input = rank4(spec, fail);
  const weight = spec.weights.weight?.shape ?? [];
  if (weight.length !== 4) fail(`${spec.op}: weight is ${formatDims(weight)}, expected four axes`);
  const stride = numbers(spec, 'stride', 2, [1, 1]);
  const dilation = numbers(spec, 'dilation', 2, [1, 1]);
  const padding = numbers(spec, 'padding', 4, [0, 0, 0, 0]);
  const groups = Number(spec.attributes.groups ?? 1);
  if (Math.min(...stride, ...dilation, groups) < 1) {
    fail(`${spec.op}: stride [${stride}], dilation [${dilation}], groups ${groups}, expected at least 1`);
  }
  if (Math.min(...padding) < 0) fail(`${spec.op}: padding is [${padding}], expected at least 0`);
  return {
    input,
    weight,
    groups,
    stride,
    pads: [padding[0]! + padding[2]!, padding[1]! + padding[3]!] as const,
    extent: [dilation[0]! * (weight[2]! - 1) + 1, dilation[1]! * (weight[3]! - 1) + 1] as const,
  };
}

function checkBias(spec: NodeSpec, channels: number, fail: Fail): void {
  const bias = spec.weights.bias?.shape;
  if (bias !== undefined && (bias.length !== 1 || bias[0] !== channels)) {
    fail(`${spec.op}: bias is ${formatDims(bias)}, expected [${channels}]`);
  }
}
