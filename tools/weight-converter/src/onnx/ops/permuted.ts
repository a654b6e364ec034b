import { stridesOf } from '../../graph/shape.ts';
import type { Activation, Call, Weight } from '../call.ts';

/** A value before its axes were permuted, and how they were. */
export interface Permuted {
  readonly input: Activation;
  readonly dims: readonly number[];
}

/**
 * Graphs that were written channels last have a Transpose on both sides of each convolution. What works element by element
 * between them is done before the first, so that the two meet and cancel.
 */
export function permutedFrom({ made }: Activation): Permuted | undefined {
  if (made?.op !== 'permute') return undefined;
  return { input: made.inputs[0]!, dims: made.attributes.dims as readonly number[] };
}

/** Both before the same permutation. */
export function permutedAlike(a: Activation, b: Activation): [Permuted, Permuted] | undefined {
  const [first, second] = [permutedFrom(a), permutedFrom(b)];
  if (!first || !second || `${first.dims}` !== `${second.dims}`) return undefined;
  return [first, second];
}

/** A constant operand of as many axes, in the order they had before. */
export function unpermuted(call: Call, weight: Weight, dims: readonly number[]): Weight {
  const before = dims.map((_, axis) => dims.indexOf(axis));
  const shape = before.map((axis) => weight.shape[axis]!);
  if (weight.data.length === Math.max(...shape)) return { ...weight, shape };
  const strides = stridesOf(weight.shape);
  const moved = stridesOf(shape);
  const data = call.budget.zeros(weight.data.length).map((_, at) => {
    const places = moved.map((stride, axis) => Math.floor(at / stride) % shape[axis]!);
    return weight.data[places.reduce((sum, place, axis) => sum + place * strides[before[axis]!]!, 0)]!;
  });
  return { name: weight.name, shape, data };
}
