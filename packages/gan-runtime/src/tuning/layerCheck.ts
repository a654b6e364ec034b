import {
  type Call,
  type ElementType,
  elementCount,
  type Kernel,
  type Operation,
  referenceOf,
  type Tensor,
} from '@roentgan/kernels';

/** Output channels that the reference computes: it runs in plain loops, and a layer may have thousands of millions of products. */
const sampledChannels = 6;

/** What is right at some channels of a layer, and within what. */
export interface LayerCheck {
  /** What is wrong with an output; nothing where it is right. */
  wrong(output: Tensor, kernel: Kernel): string | undefined;
}

/**
 * Of what filters that were rounded to f16 in Winograd's form add to a sum of `depth` products of operands below 1, whose errors are
 * independent: more than six standard deviations.
 */
const transformedHalf = (depth: number): number => 4 * 2 ** -11 * Math.sqrt(depth);

/** Some channels of the reference, spread from the first to the last, at every position. Operands are at most 1, so `depth` bounds a sum. */
export function checkOf(
  operation: Operation,
  call: Call,
  input: Tensor,
  weight: Tensor,
  elementType: ElementType,
): LayerCheck {
  const channels = call.output[1]!;
  const { groups = 1 } = call.attributes as { groups?: number };
  // Channels of several groups cannot be taken apart, but their sums are short.
  const count = groups === 1 ? Math.min(channels, sampledChannels) : channels;
  const sampled = Array.from({ length: count }, (_, at) =>
    count === 1 ? 0 : Math.round((at * (channels - 1)) / (count - 1)),
  );
  const axis = operation.name === 'convTranspose2d' ? 1 : 0;
  const few = groups === 1 ? takeChannels(weight, axis, sampled) : weight;
  const shapes = { inputs: call.inputs, weights: { weight: few.shape }, attributes: call.attributes };
  const shape = operation.outputShape(shapes, 'tuning');
  const expected = referenceOf(operation)([input], { weight: few }, call.attributes, shape);
  const plane = elementCount(call.output) / (call.output[0]! * channels);
  const depth = elementCount(weight.shape) / (axis === 1 ? channels / groups : channels);
  const half = elementType === 'f16' ? 2 ** -10 : 0;
  return {
    wrong({ data }, { packer }) {
      const transformed = half > 0 && packer ? transformedHalf(depth) : 0;
      for (const [place, channel] of sampled.entries()) {
        for (let at = 0; at < plane; at++) {
          const right = expected.data[place * plane + at]!;
          const found = data[channel * plane + at]!;
          const bound = 1e-6 + 1e-6 * depth + half * Math.abs(right) + transformed;
          if (Math.abs(found - right) <= bound) continue;
          return `channel ${channel}, position ${at} is ${found}, expected ${right} within ${bound}`;
        }
      }
      return undefined;
    },
  };
}

/** Slices of a tensor along an axis. */
function takeChannels({ shape, data }: Tensor, axis: number, channels: readonly number[]): Tensor {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const taken = new Float32Array(outer * channels.length * inner);
  let to = 0;
  for (let row = 0; row < outer; row++) {
    for (const channel of channels) {
      const start = (row * shape[axis]! + channel) * inner;
      taken.set(data.subarray(start, start + inner), to);
      to += inner;
    }
  }
  return { shape: shape.map((size, at) => (at === axis ? channels.length : size)), data: taken };
}
