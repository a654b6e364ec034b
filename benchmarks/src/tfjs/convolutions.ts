import {
  add,
  conv2dTranspose,
  fused,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { ChannelsLastNode } from './channelsLastModel.ts';
import type { Apply } from './operations.ts';

type Pair = [number, number];
type Padding = 'valid' | number | [Pair, Pair, Pair, Pair];
type Activation = NonNullable<Parameters<typeof fused.conv2d>[0]['activation']>;

const ones: Pair = [1, 1];

export const conv2d: Apply = ([x], { weight, bias }, node) => {
  const convolution = {
    x: x as Tensor4D,
    filter: weight as Tensor4D,
    strides: pair(node, 'stride'),
    pad: paddingOf(node),
    dataFormat: 'NHWC' as const,
    dilations: pair(node, 'dilation'),
    ...(bias && { bias: bias as Tensor1D }),
    ...activationOf(node),
  };
  // Other groups have become dense weights (placeWeight.ts), which have a column for each output.
  const isDepthwise = Number(node.attributes.groups ?? 1) > 1 && weight!.shape[3] === 1;
  return isDepthwise
    ? fused.depthwiseConv2d(convolution as Parameters<typeof fused.depthwiseConv2d>[0])
    : fused.conv2d(convolution);
};

export const convTranspose2d: Apply = ([x], { weight, bias }, node) => {
  const stride = pair(node, 'stride');
  const extra = pair(node, 'outputPadding', [0, 0]);
  const [top, left, bottom, right] = sides(node);
  const [batch, height, width] = x!.shape as [number, number, number];
  const [kernelHeight, kernelWidth, channels] = weight!.shape as [number, number, number];
  const outputHeight = (height - 1) * stride[0] - top - bottom + kernelHeight + extra[0];
  const outputWidth = (width - 1) * stride[1] - left - right + kernelWidth + extra[1];
  const shape: [number, number, number, number] = [batch, outputHeight, outputWidth, channels];
  const y = conv2dTranspose(x as Tensor4D, weight as Tensor4D, shape, stride, paddingOf(node) as number);
  return bias ? add(y, bias) : y;
};

export const linear: Apply = ([x], { weight, bias }, node): Tensor =>
  fused.matMul({
    a: x as Tensor2D,
    b: weight as Tensor2D,
    ...(bias && { bias }),
    ...activationOf(node),
  });

/** Refuses what TF.js has no operation for. */
export function checkConvolution(node: ChannelsLastNode): void {
  if (node.op === 'convTranspose2d' && pair(node, 'dilation').some((size) => size !== 1)) {
    throw new RangeError(`${node.op} "${node.name}": TF.js dilates no transposed convolution`);
  }
}

function activationOf({ activation, slope }: ChannelsLastNode): {
  activation?: Activation;
  leakyreluAlpha?: number;
} {
  if (activation === undefined) return {};
  return { activation: activation as Activation, ...(slope !== undefined && { leakyreluAlpha: slope }) };
}

function pair(node: ChannelsLastNode, name: string, fallback = ones): Pair {
  return (node.attributes[name] as Pair | undefined) ?? fallback;
}

function sides(node: ChannelsLastNode): [number, number, number, number] {
  return (node.attributes.padding as [number, number, number, number] | undefined) ?? [0, 0, 0, 0];
}

function paddingOf(node: ChannelsLastNode): Padding {
  const [top, left, bottom, right] = sides(node);
  if (top !== left || top !== bottom || top !== right)
    return [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
  return top === 0 ? 'valid' : top;
}
