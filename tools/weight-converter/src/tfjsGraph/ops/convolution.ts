import { pads, samePadding, transposedPadding } from '../../channelsLast/samePadding.ts';
import { toConvTransposeWeight, toConvWeight, toDepthwiseWeight } from '../../channelsLast/weightLayout.ts';
import { type Call, type Constant, formatDims, type SourceValue, type Value } from '../call.ts';
import { isBlocked } from '../value.ts';
import { activate, prelu } from './activations.ts';
import { withBias } from './bias.ts';
import type { Mapper, Mappers } from './mapper.ts';

type Pair = readonly [number, number];

/** The two middle numbers of an attribute that has one for each of N, H, W and C. */
export function spatialPair(call: Call, name: string, fallback: Pair = [1, 1]): Pair {
  const list = call.attributes.numbers(name);
  if (list === undefined || list.length === 0) return fallback;
  const [n, height, width, c] = list.length === 2 ? [1, ...list, 1] : list;
  const isPair = n === 1 && c === 1 && [height, width].every((size) => Number.isInteger(size) && size! >= 1);
  if (list.length > 4 || !isPair) call.fail(`${name} is [${list}], expected [1,height,width,1]`);
  return [height!, width!];
}

export function refuseChannelsFirst(call: Call): void {
  const layout = call.attributes.text('data_format', 'NHWC');
  if (layout !== 'NHWC') call.fail(`data_format is "${layout}", expected "NHWC"`);
}

/** [top, left, bottom, right] as `padding` says: VALID, SAME, or EXPLICIT with `explicit_paddings`. */
export function readPadding(
  call: Call,
  size: Pair,
  kernel: Pair,
  stride: Pair,
  dilation: Pair = [1, 1],
): [number, number, number, number] {
  const name = call.attributes.text('padding', 'VALID');
  if (name === 'VALID') return [0, 0, 0, 0];
  if (name === 'EXPLICIT') return explicitPadding(call);
  if (name !== 'SAME') call.fail(`padding is "${name}", expected VALID, SAME or EXPLICIT`);
  const same = (axis: 0 | 1) => samePadding(size[axis], kernel[axis], stride[axis], dilation[axis]);
  return pads(same(0), same(1));
}

function explicitPadding(call: Call): [number, number, number, number] {
  const list = call.attributes.numbers('explicit_paddings') ?? [];
  const [n0, n1, top, bottom, left, right, c0, c1] = list;
  const isSpatial = [n0, n1, c0, c1].every((amount) => amount === 0);
  const amounts = [top, left, bottom, right] as [number, number, number, number];
  if (list.length !== 8 || !isSpatial || !amounts.every((amount) => Number.isInteger(amount) && amount >= 0))
    call.fail(`explicit_paddings is [${list}], expected [0,0,top,bottom,left,right,0,0]`);
  return amounts;
}

export function filterOf(call: Call, at: number): Constant {
  const value = call.source(at);
  if (!('kind' in value))
    return call.fail('its filter is computed from the inputs (a modulated convolution), expected a constant');
  if (value.shape.length !== 4)
    call.fail(`its filter is ${formatDims(value.shape)}, expected [height,width,in,out]`);
  return value;
}

/** Conv2D and depthwise convolutions; inside of SpaceToBatchND the block size is a dilation. */
function convolve(call: Call, isDepthwise: boolean): Value {
  refuseChannelsFirst(call);
  const filter = filterOf(call, 1);
  const blocked = call.inputs[0];
  if (!isBlocked(blocked)) return convolved(call, call.value(0), filter, isDepthwise, undefined);
  const stride = spatialPair(call, 'strides');
  if (Math.max(...stride) > 1 || call.attributes.text('padding', 'VALID') !== 'VALID')
    call.fail('between SpaceToBatchND and BatchToSpaceND has strides or padding, expected none');
  return { ...blocked, of: convolved(call, blocked.of, filter, isDepthwise, blocked.block) };
}

function convolved(
  call: Call,
  value: SourceValue,
  filter: Constant,
  isDepthwise: boolean,
  block: Pair | undefined,
): SourceValue {
  const { shape } = value;
  if (shape.length !== 4) call.fail(`of ${formatDims(shape)}, expected [N,height,width,channels]`);
  const [height, width, filterChannels] = filter.shape as [number, number, number, number];
  const channels = shape[3]!;
  const groups = isDepthwise ? channels : channels / filterChannels;
  const isFit = isDepthwise ? filterChannels === channels : Number.isInteger(groups);
  if (!isFit) call.fail(`its filter is ${formatDims(filter.shape)} for ${formatDims(shape)}`);
  const stride = spatialPair(call, 'strides');
  const dilation = block ?? spatialPair(call, 'dilations');
  const padding = readPadding(call, [shape[1]!, shape[2]!], [height, width], stride, dilation);
  const given = call.weight(filter);
  const weight = isDepthwise ? toDepthwiseWeight(given, call.budget) : toConvWeight(given, call.budget);
  const before = paddedBefore(call, value);
  const attributes = {
    stride,
    padding: before ? padding.map((amount, side) => amount + before.padding[side]!) : padding,
    dilation,
    groups,
  };
  return call.layers.add('conv2d', before?.value ?? value, { weights: { weight }, attributes });
}

/** A padding by zeros that only this convolution reads is its own. */
function paddedBefore(call: Call, value: SourceValue) {
  const { made } = value.held;
  if (made?.op !== 'pad2d' || made.attributes.mode !== 'zero' || made.attributes.value) return undefined;
  if (value.order.join() !== '0,3,1,2' || !call.isOnlyReader(0)) return undefined;
  const padding = made.attributes.padding as readonly number[];
  return { padding, value: call.layers.fromChannelsFirst(made.inputs[0]!) };
}

/** The gradient of a convolution: input 0 is the shape it gives, input 2 what it reads. */
const convTranspose: Mapper = (call) => {
  refuseChannelsFirst(call);
  const filter = filterOf(call, 1);
  const value = call.value(2);
  const { shape } = value;
  const wanted = call.integers(0, 'output shape');
  if (shape.length !== 4) call.fail(`of ${formatDims(shape)}, expected [N,height,width,channels]`);
  const size = wanted.length === 2 ? wanted : wanted.slice(1, 3);
  const channels = filter.shape[2]!;
  if (filter.shape[3] !== shape[3] || (wanted.length === 4 && wanted[3] !== channels))
    call.fail(
      `its filter is ${formatDims(filter.shape)} from ${formatDims(shape)} to ${formatDims(wanted)}, expected [height,width,out,in]`,
    );
  const stride = spatialPair(call, 'strides');
  const dilation = spatialPair(call, 'dilations');
  const mode = call.attributes.text('padding', 'VALID');
  const fixed = mode === 'EXPLICIT' ? explicitPadding(call) : undefined;
  const axes = ([0, 1] as const).map((axis) => {
    const geometry = {
      size: shape[1 + axis]!,
      kernel: filter.shape[axis]!,
      stride: stride[axis],
      dilation: dilation[axis],
      output: size[axis]!,
    };
    if (!fixed) return transposedPadding(geometry, mode === 'SAME');
    const full = (geometry.size - 1) * geometry.stride + (geometry.kernel - 1) * geometry.dilation + 1;
    const after = full - geometry.output - fixed[axis];
    return { before: fixed[axis], after: Math.max(after, 0), outputPadding: Math.max(-after, 0) };
  });
  return call.layers.add('convTranspose2d', value, {
    weights: { weight: toConvTransposeWeight(call.weight(filter), call.budget) },
    attributes: {
      stride,
      padding: pads(axes[0]!, axes[1]!),
      outputPadding: axes.map(({ outputPadding }) => outputPadding),
      dilation,
      groups: 1,
    },
  });
};

/** `fused_ops` behind a convolution or matrix product: BiasAdd, then an activation; input 2 on are what they take. */
export function fused(call: Call, value: SourceValue): SourceValue {
  let result = value;
  let at = 2;
  for (const name of call.attributes.texts('fused_ops')) {
    if (name === 'BiasAdd')
      result = withBias(call, result, call.channelWeight(at++, result.shape.at(-1)!, 'bias'));
    else result = name === 'Prelu' ? prelu(call, result, at++) : activate(call, name, result);
  }
  return result;
}

function fusedConvolution(isDepthwise: boolean): Mapper {
  return (call) => {
    const value = convolve(call, isDepthwise);
    return isBlocked(value) ? { ...value, of: fused(call, value.of) } : fused(call, value as SourceValue);
  };
}

export const convolutionOps: Mappers = {
  Conv2D: (call) => convolve(call, false),
  DepthwiseConv2dNative: (call) => convolve(call, true),
  DepthwiseConv2d: (call) => convolve(call, true),
  _FusedConv2D: fusedConvolution(false),
  FusedDepthwiseConv2dNative: fusedConvolution(true),
  Conv2DBackpropInput: convTranspose,
};
