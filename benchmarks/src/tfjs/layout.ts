import { reshape, type Tensor, transpose } from '@tensorflow/tfjs-core';

// Rank 4 is kept as [N,H,W,C]; graphs speak of [N,C,H,W]. Other ranks are the same in both.
const nhwcAxis = [0, 3, 1, 2] as const;

/** The axis of an activation in TF.js's layout, given the graph's. */
export function axisOf(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  return rank === 4 ? nhwcAxis[positive]! : positive;
}

/** The graph's shape of an activation. */
export function logicalShape({ shape }: Tensor): number[] {
  return shape.length === 4 ? [shape[0]!, shape[3]!, shape[1]!, shape[2]!] : [...shape];
}

/** Values in the graph's order; a transpose only where the order differs. */
export function toLogical(x: Tensor): Tensor {
  if (x.rank !== 4) return x;
  const [, height, width, channels] = x.shape as [number, number, number, number];
  return channels === 1 || height * width === 1 ? reshape(x, logicalShape(x)) : transpose(x, [0, 3, 1, 2]);
}

export function fromLogical(x: Tensor): Tensor {
  if (x.rank !== 4) return x;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  if (channels === 1 || height * width === 1) return reshape(x, [batch, height, width, channels]);
  return transpose(x, [0, 2, 3, 1]);
}

/** Both operands with the higher rank of the two, so that TF.js broadcasts them as the graph means it. */
export function sameRank(first: Tensor, second: Tensor): [Tensor, Tensor] {
  const rank = Math.max(first.rank, second.rank);
  const raise = (x: Tensor): Tensor => {
    if (x.rank === rank) return x;
    return fromLogical(reshape(x, [...new Array<number>(rank - x.rank).fill(1), ...x.shape]));
  };
  return [raise(first), raise(second)];
}
