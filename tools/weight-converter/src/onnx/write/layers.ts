import type { Attributes } from './encodeOnnx.ts';
import { type LastNode, type NodeCall, weightOf } from './nodeCall.ts';

interface Convolution {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** Padding stands as [top, left, bottom, right] on both sides, and so may differ from side to side. */
function geometry({ weights, attributes }: NodeCall<Convolution>): Attributes {
  return {
    kernel_shape: { ints: weights.weight!.shape.slice(2) },
    strides: { ints: attributes.stride },
    pads: { ints: attributes.padding },
    dilations: { ints: attributes.dilation },
    group: { int: attributes.groups },
  };
}

function matrixInputs(call: NodeCall): string[] {
  const bias = weightOf(call, 'bias');
  return [call.inputs[0], weightOf(call, 'weight')!, ...(bias === undefined ? [] : [bias])];
}

function conv2d(call: NodeCall<Convolution>): LastNode {
  return ['Conv', matrixInputs(call), geometry(call)];
}

function convTranspose2d(
  call: NodeCall<Convolution & { readonly outputPadding: readonly number[] }>,
): LastNode {
  const output_padding = { ints: call.attributes.outputPadding };
  return ['ConvTranspose', matrixInputs(call), { ...geometry(call), output_padding }];
}

function linear(call: NodeCall): LastNode {
  return ['Gemm', matrixInputs(call), { transB: { int: 1 } }];
}

/** ONNX demands a scale and a bias. */
function affine(call: NodeCall): [scale: string, bias: string] {
  const channels = call.output[1]!;
  const filled = (value: number) => call.graph.floats(new Array<number>(channels).fill(value));
  return [weightOf(call, 'weight') ?? filled(1), weightOf(call, 'bias') ?? filled(0)];
}

function batchNorm2d(call: NodeCall<{ readonly eps: number }>): LastNode {
  const statistics = [weightOf(call, 'runningMean')!, weightOf(call, 'runningVar')!];
  const inputs = [call.inputs[0], ...affine(call), ...statistics];
  return ['BatchNormalization', inputs, { epsilon: { float: call.attributes.eps } }];
}

function instanceNorm2d(call: NodeCall<{ readonly eps: number }>): LastNode {
  const inputs = [call.inputs[0], ...affine(call)];
  return ['InstanceNormalization', inputs, { epsilon: { float: call.attributes.eps } }];
}

export const layers = { conv2d, convTranspose2d, linear, batchNorm2d, instanceNorm2d };
