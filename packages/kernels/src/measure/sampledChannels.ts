import type { Call, Operation } from '../kernel.ts';
import type { Tensor } from '../tensor.ts';
import type { Operands } from './operands.ts';

/** A call cut down to some of its output channels. */
export interface SampledCall {
  readonly call: Call;
  readonly operands: Operands;
  /** The channels of the whole call's output, in order. */
  readonly channels: readonly number[];
}

/**
 * A convolution or linear layer at `count` output channels, spread from the first to the last; nothing where that leaves none out, or where
 * channels cannot be taken apart: other operations, and those of several groups, whose sums are short.
 */
export function sampleChannels(
  operation: Operation,
  call: Call,
  operands: Operands,
  count: number,
): SampledCall | undefined {
  const all = call.output[1]!;
  const { groups = 1 } = call.attributes as { groups?: number };
  if (operation.weightUse !== 'matrix' || groups !== 1 || count >= all) return undefined;
  const channels = Array.from({ length: count }, (_, at) =>
    count === 1 ? 0 : Math.round((at * (all - 1)) / (count - 1)),
  );
  const { weight, ...vectors } = operands.weights;
  const weights = {
    weight: takeAlong(operation.name === 'convTranspose2d' ? 1 : 0, weight!, channels),
    ...Object.fromEntries(
      Object.entries(vectors).map(([name, vector]) => [name, takeAlong(0, vector, channels)]),
    ),
  };
  const shapes = Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape]));
  const output = call.output.map((size, axis) => (axis === 1 ? count : size));
  return { call: { ...call, weights: shapes, output }, operands: { ...operands, weights }, channels };
}

/** Slices of a tensor along an axis. */
function takeAlong(axis: number, { shape, data }: Tensor, places: readonly number[]): Tensor {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const taken = new Float32Array(outer * places.length * inner);
  let to = 0;
  for (let row = 0; row < outer; row++) {
    for (const place of places) {
      const start = (row * shape[axis]! + place) * inner;
      taken.set(data.subarray(start, start + inner), to);
      to += inner;
    }
  }
  return { shape: shape.map((size, at) => (at === axis ? places.length : size)), data: taken };
}
