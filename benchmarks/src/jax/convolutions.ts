import { lax, type numpy } from '@jax-js/jax';
import type { FlatNode } from '../flatModel.ts';
import type { Apply } from './operations.ts';

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

/** A convolution of the dilated input with the turned kernel (channelsFirst.ts), as `jax.lax.conv_transpose` does it. */
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
  const y = lax.convGeneralDilated(x!, weight!, [1, 1], padding, {
    lhsDilation: pair(node, 'stride'),
    rhsDilation: dilation,
    featureGroupCount: groupsOf(node),
  });
  return withBias(y, bias);
};

function withBias(y: numpy.Array, bias: numpy.Array | undefined): numpy.Array {
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
