import { countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Constant, Source } from '../call.ts';
import { type Geometry, padsOfPlane, pair, planar, readGeometry, resolvePads, share } from './geometry.ts';
import { onImages } from './images.ts';
import type { Mapper } from './mapper.ts';
import { binary } from './primitives.ts';
import { folded, unfolded, type Windows } from './unfold.ts';

interface Convolution {
  readonly weight: Source;
  /** Of the weight, whatever made it. */
  readonly shape: readonly number[];
  readonly bias: Source | undefined;
  readonly geometry: Geometry;
  readonly groups: number;
}

function read(call: Call): Convolution {
  const weight = call.source(1);
  const shape = weight.kind === 'constant' ? weight.shape : weight.shape.slice(1);
  const bias = call.inputs[2] && call.source(2);
  const groups = call.integer('group', 1);
  if (!(groups >= 1)) call.fail(`group is ${groups}, expected at least 1`);
  const geometry = readGeometry(call, call.activation(0), shape.slice(2), 3);
  return { weight, shape, bias, geometry, groups };
}

const conv: Mapper = (call) => {
  const convolution = read(call);
  const { weight, bias, geometry, groups } = convolution;
  const padding = resolvePads(call, geometry);
  const windows = windowsOf(geometry, padding);
  if (weight.kind === 'activation' || bias?.kind === 'activation' || windows.kernel.length === 3)
    return backTo(call, withBias(call, convolvedBy(call, convolution, windows), bias), geometry);
  const result = call.builder.add('conv2d', [planar(call, geometry.input)], {
    weights: {
      weight: call.matrix(weight, [...weight.shape.slice(0, 2), ...windows.kernel], 0),
      bias: bias && call.weight(bias),
    },
    attributes: {
      stride: windows.stride,
      padding: windows.padding,
      dilation: windows.dilation,
      groups,
    },
  });
  return backTo(call, result, geometry);
};

function windowsOf(
  geometry: Geometry,
  pads: readonly number[],
  outputPadding: readonly number[] = pads.slice(geometry.kernel.length).map(() => 0),
): Windows {
  return {
    kernel: pair(geometry.kernel, 1),
    stride: pair(geometry.stride, 1),
    dilation: pair(geometry.dilation, 1),
    padding: padsOfPlane(pads),
    outputPadding: pair(outputPadding, 0),
  };
}

/** `[N,C,W,1]` back to `[N,C,W]` where that was the input. */
function backTo(call: Call, result: Activation, { input }: Geometry): Activation {
  return input.shape.length === 3 ? call.reshape(result, result.shape.slice(1, -1)) : result;
}

/**
 * A weight that depends on the inputs (a modulated convolution), or three spatial axes: a matrix product with the windows
 * of the input.
 */
function convolvedBy(
  call: Call,
  { weight, shape, geometry, groups }: Convolution,
  windows: Windows,
): Activation {
  const input = planar(call, geometry.input);
  const [channels = 0] = input.shape.slice(1);
  const [outputs = 0, perGroup = 0, ...kernel] = shape;
  if (perGroup * groups !== channels || outputs % groups !== 0)
    call.fail(`weight is ${formatDims(shape)} in ${groups} groups for ${formatDims(input.shape)}`);
  const inner = perGroup * countElements(kernel);
  const { rows, sizes } = unfolded(call, input, windows);
  const columns = call.reshape(rows, [groups, inner, countElements(sizes)]);
  const matrix = call.reshape(activationOf(call, weight), [groups, outputs / groups, inner]);
  return call.reshape(call.builder.add('matmul', [matrix, columns]), [outputs, ...sizes]);
}

function activationOf(call: Call, weight: Source): Activation {
  return weight.kind === 'activation' ? weight : call.repeated(weight);
}

function withBias(call: Call, result: Activation, bias: Source | undefined): Activation {
  if (bias === undefined) return result;
  const ones = result.shape.slice(2).map(() => 1);
  const channels = result.shape[1]!;
  const shaped: Source =
    bias.kind === 'constant'
      ? { ...bias, shape: [channels, ...ones] }
      : call.reshape(bias, [channels, ...ones]);
  return binary(call, 'add', result, shaped);
}

/** Pads and output padding of a transposed convolution, from `output_shape` or `auto_pad` where those are given. */
function transposedPads(
  call: Call,
  geometry: Geometry,
): { padding: readonly number[]; outputPadding: number[] } {
  const { autoPad, input, kernel, stride, dilation } = geometry;
  const outputPadding = call.integers('output_padding') ?? kernel.map(() => 0);
  const wanted = call.integers('output_shape')?.slice(-kernel.length);
  if (!wanted && !autoPad.startsWith('SAME_')) {
    return { padding: autoPad === 'VALID' ? geometry.pads.map(() => 0) : geometry.pads, outputPadding };
  }
  const totals = kernel.map((size, axis) => {
    const length = input.shape[2 + axis]!;
    const target = wanted?.[axis] ?? length * stride[axis]!;
    return (length - 1) * stride[axis]! + outputPadding[axis]! + (size - 1) * dilation[axis]! + 1 - target;
  });
  const missing = totals.map((total) => Math.max(0, -total));
  const padding = share(
    totals.map((total) => Math.max(0, total)),
    autoPad !== 'SAME_UPPER',
  );
  return { padding, outputPadding: outputPadding.map((extra, axis) => extra + missing[axis]!) };
}

const convTranspose: Mapper = (call) => {
  const convolution = read(call);
  const { weight, bias, geometry, groups } = convolution;
  const { padding, outputPadding } = transposedPads(call, geometry);
  const windows = windowsOf(geometry, padding, outputPadding);
  if (weight.kind === 'activation' || bias?.kind === 'activation' || windows.kernel.length === 3)
    return backTo(call, withBias(call, transposedBy(call, convolution, windows), bias), geometry);
  const result = call.builder.add('convTranspose2d', [planar(call, geometry.input)], {
    weights: {
      weight: call.matrix(weight, [...weight.shape.slice(0, 2), ...windows.kernel], 1),
      bias: bias && call.weight(bias as Constant),
    },
    attributes: {
      stride: windows.stride,
      padding: windows.padding,
      outputPadding: windows.outputPadding,
      dilation: windows.dilation,
      groups,
    },
  });
  return backTo(call, result, geometry);
};

/** A matrix product gives what each input adds to each tap; taps are then laid over one another. */
function transposedBy(
  call: Call,
  { weight, shape, geometry, groups }: Convolution,
  windows: Windows,
): Activation {
  const input = planar(call, geometry.input);
  const [channels = 0, ...sizes] = input.shape.slice(1);
  const [inputs = 0, perGroup = 0, ...kernel] = shape;
  if (inputs !== channels || channels % groups !== 0)
    call.fail(`weight is ${formatDims(shape)} in ${groups} groups for ${formatDims(input.shape)}`);
  const outer = perGroup * countElements(kernel);
  const matrix = call.reshape(activationOf(call, weight), [groups, channels / groups, outer]);
  const columns = call.reshape(input, [groups, channels / groups, countElements(sizes)]);
  const product = call.builder.add('matmul', [call.permute(matrix, [0, 1, 3, 2]), columns]);
  return folded(call, call.reshape(product, [groups * outer, countElements(sizes)]), sizes, windows);
}

export const convolutionOps: Readonly<Record<string, Mapper>> = {
  Conv: onImages(conv),
  ConvTranspose: onImages(convTranspose),
};
