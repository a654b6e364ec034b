import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';

interface Geometry {
  readonly input: Activation;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly pads: readonly number[];
  readonly autoPad: string;
}

/** Attributes that Conv, ConvTranspose and AveragePool share. Only two spatial axes are supported. */
export function readGeometry(call: Call, kernel: readonly number[]): Geometry {
  const input = call.activation(0);
  const spatial = input.shape.length - 2;
  if (spatial !== 2 || kernel.length !== 2) {
    call.fail(
      `${call.node.op} with ${spatial} spatial axes (${formatDims(input.shape)}), expected two: [N,C,H,W]`,
    );
  }
  const pair = (name: string, fallback: number[]) => {
    const list = call.integers(name) ?? fallback;
    return list.length === fallback.length
      ? list
      : call.fail(`${name} is [${list}], expected ${fallback.length} numbers`);
  };
  return {
    input,
    kernel,
    stride: pair('strides', [1, 1]),
    dilation: pair('dilations', [1, 1]),
    pads: pair('pads', [0, 0, 0, 0]),
    autoPad: call.text('auto_pad', 'NOTSET'),
  };
}

/** [top, left, bottom, right] of a total per axis; the odd one goes to the end, or to the start for SAME_LOWER. */
function share(totals: readonly number[], extraFirst: boolean): number[] {
  const first = totals.map((total) => (extraFirst ? Math.ceil(total / 2) : Math.floor(total / 2)));
  return [...first, ...totals.map((total, axis) => total - first[axis]!)];
}

/** Explicit pads of Conv and pooling, whatever `auto_pad` says. */
export function resolvePads(call: Call, geometry: Geometry): readonly number[] {
  const { autoPad, input, kernel, stride, dilation, pads } = geometry;
  if (autoPad === 'NOTSET' || autoPad === '') return pads;
  if (autoPad === 'VALID') return [0, 0, 0, 0];
  if (!autoPad.startsWith('SAME_')) call.fail(`auto_pad is "${autoPad}"`);
  const totals = kernel.map((size, axis) => {
    const length = input.shape[2 + axis]!;
    const outputs = Math.ceil(length / stride[axis]!);
    return Math.max(0, (outputs - 1) * stride[axis]! + dilation[axis]! * (size - 1) + 1 - length);
  });
  return share(totals, autoPad === 'SAME_LOWER');
}

function readWeight(call: Call) {
  const value = call.inputs[1];
  if (value?.kind !== 'constant') {
    call.fail(`its weight is computed from the inputs (a modulated convolution), expected a constant`);
  }
  return value.kind === 'constant' ? value : call.fail('its weight is missing');
}

const conv: Mapper = (call) => {
  const weight = readWeight(call);
  const geometry = readGeometry(call, weight.shape.slice(2));
  const bias = call.optionalConstant(2, 'bias');
  return call.builder.add('conv2d', [geometry.input], {
    weights: { weight: call.weight(weight), bias: bias && call.weight(bias) },
    attributes: {
      stride: geometry.stride,
      padding: resolvePads(call, geometry),
      dilation: geometry.dilation,
      groups: call.integer('group', 1),
    },
  });
};

/** Pads and output padding of a transposed convolution, from `output_shape` or `auto_pad` where those are given. */
function transposedPads(
  call: Call,
  geometry: Geometry,
): { padding: readonly number[]; outputPadding: number[] } {
  const { autoPad, input, kernel, stride, dilation } = geometry;
  const outputPadding = call.integers('output_padding') ?? [0, 0];
  const wanted = call.integers('output_shape')?.slice(-2);
  if (!wanted && !autoPad.startsWith('SAME_')) {
    return { padding: autoPad === 'VALID' ? [0, 0, 0, 0] : geometry.pads, outputPadding };
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
  const weight = readWeight(call);
  const geometry = readGeometry(call, weight.shape.slice(2));
  const bias = call.optionalConstant(2, 'bias');
  return call.builder.add('convTranspose2d', [geometry.input], {
    weights: { weight: call.weight(weight), bias: bias && call.weight(bias) },
    attributes: {
      stride: geometry.stride,
      ...transposedPads(call, geometry),
      dilation: geometry.dilation,
      groups: call.integer('group', 1),
    },
  });
};

export const convolutionOps: Readonly<Record<string, Mapper>> = { Conv: conv, ConvTranspose: convTranspose };
