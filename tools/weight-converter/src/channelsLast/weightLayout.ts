import type { Weight } from '../graph/graphBuilder.ts';
import { countElements, stridesOf } from '../graph/shape.ts';

/** Whatever bounds the memory that copies of weights may take: `Budget` of the ONNX reader is one. */
export interface WeightBudget {
  spend(elements: number): void;
}

/** A weight with its axes in another order: `dims` names the source axis of each result axis. */
export function permuteWeight(weight: Weight, dims: readonly number[], budget: WeightBudget): Weight {
  const { name, shape, data } = weight;
  const sizes = dims.map((axis) => shape[axis]!);
  if (isIdentity(dims.filter((axis) => shape[axis] !== 1))) return { name, shape: sizes, data };
  budget.spend(data.length);
  const strides = stridesOf(shape);
  const steps = dims.map((axis) => strides[axis]!);
  const result = new Float32Array(data.length);
  const at = dims.map(() => 0);
  let from = 0;
  for (let position = 0; position < result.length; position++) {
    result[position] = data[from]!;
    for (let last = dims.length - 1; last >= 0; last--) {
      from += steps[last]!;
      at[last]!++;
      if (at[last]! < sizes[last]!) break;
      from -= steps[last]! * sizes[last]!;
      at[last] = 0;
    }
  }
  return { name, shape: sizes, data: result };
}

function isIdentity(axes: readonly number[]): boolean {
  return axes.every((axis, at) => at === 0 || axis > axes[at - 1]!);
}

/** A weight whose entry `p` along `axis` is the entry `indices[p]` of the one given. */
export function pickWeight(weight: Weight, axis: number, indices: Uint32Array, budget: WeightBudget): Weight {
  const { name, shape, data } = weight;
  budget.spend(data.length);
  const inner = countElements(shape.slice(axis + 1));
  const size = shape[axis]!;
  const result = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += size * inner) {
    for (let at = 0; at < size; at++) {
      const from = start + indices[at]! * inner;
      result.set(data.subarray(from, from + inner), start + at * inner);
    }
  }
  return { name, shape, data: result };
}

/** The same values under another shape. */
export function reshapeWeight(weight: Weight, shape: readonly number[]): Weight {
  return { name: weight.name, shape, data: weight.data };
}

/** A convolution's [KH, KW, IC/groups, OC] as PyTorch's [OC, IC/groups, KH, KW]. */
export function toConvWeight(weight: Weight, budget: WeightBudget): Weight {
  return permuteWeight(weight, [3, 2, 0, 1], budget);
}

/** A transposed convolution's [KH, KW, OC, IC] as PyTorch's [IC, OC, KH, KW]; both are the gradient of a correlation. */
export function toConvTransposeWeight(weight: Weight, budget: WeightBudget): Weight {
  return permuteWeight(weight, [3, 2, 0, 1], budget);
}

/** A depthwise [KH, KW, C, M] as PyTorch's [C * M, 1, KH, KW] in C groups: output channel `c * M + m`. */
export function toDepthwiseWeight(weight: Weight, budget: WeightBudget): Weight {
  const [height, width, channels, multiplier] = weight.shape as [number, number, number, number];
  const permuted = permuteWeight(weight, [2, 3, 0, 1], budget);
  return reshapeWeight(permuted, [channels * multiplier, 1, height, width]);
}

/** A matrix [IF, OF] as PyTorch's [OF, IF]; with `features`, input feature `p` of the result is `features[p]` of the source. */
export function toLinearWeight(weight: Weight, budget: WeightBudget, features?: Uint32Array): Weight {
  const transposed = permuteWeight(weight, [1, 0], budget);
  return features ? pickWeight(transposed, 1, features, budget) : transposed;
}
