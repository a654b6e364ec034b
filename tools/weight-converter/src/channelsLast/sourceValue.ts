import type { Activation } from '../graph/graphBuilder.ts';
import { countPerImage, stridesOf } from '../graph/shape.ts';

/**
 * An activation as a channels-last framework (Keras, TensorFlow) sees it, and as our graph holds it. A transpose in the
 * source is only another `order`; a permute node is added where an operation needs the values in an order of its own.
 */
export interface SourceValue {
  /** The source's shape, BATCH first. */
  readonly shape: readonly number[];
  /** What the graph holds: axis `i` of it is the source's axis `order[i]`. */
  readonly held: Activation;
  readonly order: readonly number[];
  /**
   * Set where `shape` is [N, F] and `held` has the F features in another order than the source: those of a value of
   * this shape that was flattened in the order in which it is held.
   */
  readonly flatOf?: { readonly shape: readonly number[]; readonly order: readonly number[] };
}

/** The source's own order. */
export function sourceOrder(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** The order our kernels work in: the batch, the source's last axis (its channels), then the others. */
export function channelsFirstOrder(rank: number): number[] {
  if (rank < 3) return sourceOrder(rank);
  return [0, rank - 1, ...sourceOrder(rank).slice(1, -1)];
}

/** True where two orders lay out the same values alike: axes of size 1 may stand anywhere. */
export function sameLayout(
  shape: readonly number[],
  one: readonly number[],
  other: readonly number[],
): boolean {
  const longer = (order: readonly number[]) => order.filter((axis) => shape[axis] !== 1).join();
  return longer(one) === longer(other);
}

/** For each position of an image held in `order`, its index in the source's C order. */
export function sourceIndices(shape: readonly number[], order: readonly number[]): Uint32Array {
  const strides = stridesOf(shape);
  const axes = order.slice(1);
  const indices = new Uint32Array(countPerImage(shape));
  const at = axes.map(() => 0);
  let source = 0;
  for (let position = 0; position < indices.length; position++) {
    indices[position] = source;
    for (let last = axes.length - 1; last >= 0; last--) {
      const stride = strides[axes[last]!]!;
      source += stride;
      at[last]!++;
      if (at[last]! < shape[axes[last]!]!) break;
      source -= stride * shape[axes[last]!]!;
      at[last] = 0;
    }
  }
  return indices;
}
