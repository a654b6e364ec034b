import { pads, samePadding, transposedPadding } from '../../channelsLast/samePadding.ts';
import type { SourceValue } from '../../channelsLast/sourceValue.ts';
import {
  reshapeWeight,
  toConvTransposeWeight,
  toConvWeight,
  toDepthwiseWeight,
} from '../../channelsLast/weightLayout.ts';
import type { Weight } from '../../graph/graphBuilder.ts';
import { formatDims } from '../../graph/shape.ts';
import type { LayerCall, LayerMapper } from '../layerCall.ts';
import { channelsLastIn } from './dataFormat.ts';

type Apply = (call: LayerCall, value: SourceValue) => SourceValue;

/** A kernel with four axes; `expected` says what they are. */
function checkKernel(call: LayerCall, kernel: Weight, expected: readonly (number | string)[]): void {
  const fits =
    kernel.shape.length === expected.length &&
    expected.every((size, axis) => typeof size === 'string' || size === kernel.shape[axis]);
  if (!fits) call.fail(`kernel is ${formatDims(kernel.shape)}, expected [${expected}]`);
}

function paddingOf(call: LayerCall): string {
  const padding = call.config.text('padding', 'valid');
  if (!['same', 'valid', 'causal'].includes(padding))
    call.fail(`padding is "${padding}", expected same or valid`);
  return padding;
}

/** Stride, dilation and padding of the two spatial axes of a [N, H, W, C] value. */
function geometry(call: LayerCall, value: SourceValue, kernel: readonly [number, number]) {
  const stride = call.config.sizes('strides', 2, 1);
  const dilation = call.config.sizes('dilation_rate', 2, 1);
  const isSame = paddingOf(call) === 'same';
  const axis = (at: 0 | 1) =>
    isSame
      ? samePadding(value.shape[1 + at]!, kernel[at], stride[at]!, dilation[at]!)
      : { before: 0, after: 0 };
  return { stride, dilation, padding: pads(axis(0), axis(1)) };
}

/** Kernel and, where the layer has one, bias. */
function takeWeights<Role extends string>(call: LayerCall, kernels: readonly Role[]) {
  const hasBias = call.config.boolean('use_bias', true);
  const taken = call.weights.take<Role | 'bias'>(hasBias ? [...kernels, 'bias'] : kernels);
  return { ...taken, bias: hasBias ? taken.bias : undefined };
}

const conv2d: Apply = (call, value) => {
  const { kernel, bias } = takeWeights(call, ['kernel']);
  const groups = call.config.integer('groups', 1, 1);
  checkKernel(call, kernel, ['kh', 'kw', value.shape[3]! / groups, 'filters']);
  const { budget } = call.layers;
  const weight = call.weights.converted('kernel', () => toConvWeight(kernel, budget));
  const [height, width] = kernel.shape as [number, number];
  return call.layers.add('conv2d', value, {
    weights: { weight, bias },
    attributes: { ...geometry(call, value, [height, width]), groups },
  });
};

function depthwise(call: LayerCall, value: SourceValue, kernel: Weight, bias?: Weight): SourceValue {
  checkKernel(call, kernel, ['kh', 'kw', value.shape[3]!, 'multiplier']);
  const { budget } = call.layers;
  const weight = call.weights.converted('depthwise', () => toDepthwiseWeight(kernel, budget));
  const [height, width] = kernel.shape as [number, number];
  return call.layers.add('conv2d', value, {
    weights: { weight, bias },
    attributes: { ...geometry(call, value, [height, width]), groups: value.shape[3]! },
  });
}

const depthwiseConv2d: Apply = (call, value) => {
  const isOlder = call.dialect.keras < 3;
  const kernelRole = isOlder ? 'depthwise_kernel' : 'kernel';
  const taken = takeWeights(call, [kernelRole]);
  return depthwise(call, value, taken[kernelRole], taken.bias);
};

const separableConv2d: Apply = (call, value) => {
  const taken = takeWeights(call, ['depthwise_kernel', 'pointwise_kernel']);
  const spread = depthwise(call, value, taken.depthwise_kernel);
  const kernel = taken.pointwise_kernel;
  checkKernel(call, kernel, [1, 1, spread.shape[3]!, 'filters']);
  const weight = call.weights.converted('pointwise', () => toConvWeight(kernel, call.layers.budget));
  return call.layers.add('conv2d', spread, {
    weights: { weight, bias: taken.bias },
    attributes: { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 },
  });
};

const convTranspose2d: Apply = (call, value) => {
  const { kernel, bias } = takeWeights(call, ['kernel']);
  checkKernel(call, kernel, ['kh', 'kw', 'filters', value.shape[3]!]);
  const weight = call.weights.converted('kernel', () => toConvTransposeWeight(kernel, call.layers.budget));
  const stride = call.config.sizes('strides', 2, 1);
  const dilation = call.config.sizes('dilation_rate', 2, 1);
  const isSame = paddingOf(call) === 'same';
  const [vertical, horizontal] = ([0, 1] as const).map((at) => {
    const size = value.shape[1 + at]!;
    const axis = { size, kernel: kernel.shape[at]!, stride: stride[at]!, dilation: dilation[at]! };
    return transposedPadding({ ...axis, output: transposedLength(call, axis, isSame, at) }, isSame);
  });
  return call.layers.add('convTranspose2d', value, {
    weights: { weight, bias },
    attributes: {
      stride,
      padding: pads(vertical!, horizontal!),
      outputPadding: [vertical!.outputPadding, horizontal!.outputPadding],
      dilation,
      groups: 1,
    },
  });
};

/** Keras' `deconv_output_length`. */
function transposedLength(
  call: LayerCall,
  { size, kernel, stride, dilation }: { size: number; kernel: number; stride: number; dilation: number },
  isSame: boolean,
  axis: 0 | 1,
): number {
  const extent = (kernel - 1) * dilation + 1;
  const extra = call.dialect.isTensorflowJs ? undefined : call.config.integers('output_padding');
  if (extra === undefined) return isSame ? size * stride : size * stride + Math.max(extent - stride, 0);
  const pad = isSame ? Math.floor(extent / 2) : 0;
  return (size - 1) * stride + extent - 2 * pad + (extra[axis] ?? extra[0]!);
}

/** A [N, L, C] value as an image of one row, and back. */
function inOneRow(apply: (call: LayerCall, row: SourceValue) => SourceValue): Apply {
  return (call, value) => {
    const [batch, length, channels] = value.shape as [number, number, number];
    const made = apply(call, call.layers.reshape(value, [batch, 1, length, channels]));
    return call.layers.reshape(made, [batch, made.shape[2]!, made.shape[3]!]);
  };
}

const conv1d = inOneRow((call, row) => {
  const { kernel, bias } = takeWeights(call, ['kernel']);
  const groups = call.config.integer('groups', 1, 1);
  checkKernel(call, kernel, ['k', row.shape[3]! / groups, 'filters']);
  const [length, channels, filters] = kernel.shape as [number, number, number];
  const weight = call.weights.converted('kernel', () =>
    toConvWeight(reshapeWeight(kernel, [1, length, channels, filters]), call.layers.budget),
  );
  const [stride] = call.config.sizes('strides', 1, 1) as [number];
  const [dilation] = call.config.sizes('dilation_rate', 1, 1) as [number];
  const padding = paddingOf(call);
  const horizontal =
    padding === 'same'
      ? samePadding(row.shape[2]!, length, stride, dilation)
      : { before: padding === 'causal' ? (length - 1) * dilation : 0, after: 0 };
  return call.layers.add('conv2d', row, {
    weights: { weight, bias },
    attributes: {
      stride: [1, stride],
      padding: pads({ before: 0, after: 0 }, horizontal),
      dilation: [1, dilation],
      groups,
    },
  });
});

function layer(rank: number, apply: Apply): LayerMapper {
  return (call) => channelsLastIn(call, call.inputOfRank(rank), (value) => apply(call, value));
}

/** Their activation is applied by whoever calls them. */
export const convolutionLayers: Readonly<Record<string, LayerMapper>> = {
  Conv1D: layer(3, conv1d),
  Conv2D: layer(4, conv2d),
  Conv2DTranspose: layer(4, convTranspose2d),
  DepthwiseConv2D: layer(4, depthwiseConv2d),
  SeparableConv2D: layer(4, separableConv2d),
};
