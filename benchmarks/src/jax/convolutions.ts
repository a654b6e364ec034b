import { lax, numpy as np } from '@jax-js/jax';
import type { FlatNode } from '../flatModel.ts';
import type { Apply } from './operations.ts';
import { taken } from './sampling.ts';

type Pair = [number, number];
type Sides = [number, number, number, number];

export const conv2d: Apply = ([x], { weight, bias }, node) => {
  const [top, left, bottom, right] = sides(node);
  const padding: Pair[] = [
    [top, bottom],
    [left, right],
  ];
  const y = lax.convGeneralDilated(x!, weight!, pair(node, 'stride'), padding, {
    rhsDilation: pair(node, 'dilation'),
    featureGroupCount: groupsOf(node),
  });
  return withBias(y, bias);
};

/**
 * A convolution of the dilated input with the turned kernel (channelsFirst.ts), as `jax.lax.conv_transpose` does it. jax-js 0.1.25 has an
 * argument for the dilation, `lhsDilation`, whose outputs are wrong on WebGPU from some channels on (64 in and out of 8 x 8; the same
 * values on Dawn and wgpu), so that the zeros are taken from a row and a column behind the input, at the same speed.
 */
export const convTranspose2d: Apply = ([x], { weight, bias }, node) => {
  const [top, left, bottom, right] = sides(node);
  const [downwards, sideways] = pair(node, 'outputPadding', [0, 0]);
  const dilation = pair(node, 'dilation');
  const [, , height, width] = weight!.shape as [number, number, number, number];
  const [tall, wide] = [dilation[0] * (height - 1), dilation[1] * (width - 1)];
  const padding: Pair[] = [
    [tall - top, tall - bottom + downwards],
    [wide - left, wide - right + sideways],
  ];
  const y = lax.convGeneralDilated(withZeros(x!, pair(node, 'stride')), weight!, [1, 1], padding, {
    rhsDilation: dilation,
    featureGroupCount: groupsOf(node),
  });
  return withBias(y, bias);
};

/** `stride - 1` zeros between rows and between columns. */
function withZeros(x: np.Array, stride: Pair): np.Array {
  if (stride[0] === 1 && stride[1] === 1) return x;
  const [, , height, width] = x.shape as [number, number, number, number];
  const places = (size: number, step: number): number[] =>
    Array.from({ length: (size - 1) * step + 1 }, (_, at) => (at % step === 0 ? at / step : size));
  const padded = np.pad(x, { 2: [0, 1], 3: [0, 1] });
  return taken(taken(padded, places(height, stride[0]), 2), places(width, stride[1]), 3);
}

function withBias(y: np.Array, bias: np.Array | undefined): np.Array {
  return bias ? y.add(bias.reshape([1, bias.shape[0]!, 1, 1])) : y;
}

function groupsOf({ attributes }: FlatNode): number {
  return Number(attributes.groups ?? 1);
}

function pair({ attributes }: FlatNode, name: string, fallback: Pair = [1, 1]): Pair {
  return (attributes[name] as Pair | undefined) ?? fallback;
}

function sides({ attributes }: FlatNode): Sides {
  return (attributes.padding as Sides | undefined) ?? [0, 0, 0, 0];
}
