import { gather } from '../strided/gather.ts';
import { stridesOf } from '../stridesOf.ts';
import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { ReductionKind } from './reduction.ts';

/** Reduced axes moved last, so that each result is a row; sums in f64. */
export function reductionReference(
  kind: ReductionKind,
  input: Tensor,
  dim: readonly number[],
  shape: Shape,
): Tensor {
  const axes = dim.map((axis) => (axis < 0 ? axis + input.shape.length : axis));
  const kept = input.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const sizes = order.map((axis) => input.shape[axis]!);
  const strides = stridesOf(input.shape);
  const rows = gather(
    input.data,
    sizes,
    order.map((axis) => strides[axis]!),
    0,
  );
  const count = elementCount(axes.map((axis) => input.shape[axis]!));
  const data = Float32Array.from({ length: elementCount(shape) }, (_, row) =>
    reduce(kind, rows.subarray(row * count, (row + 1) * count)),
  );
  return { shape, data };
}

function reduce(kind: ReductionKind, row: Float32Array): number {
  if (kind === 'amax') return row.reduce((most, value) => Math.max(most, value));
  if (kind === 'amin') return row.reduce((least, value) => Math.min(least, value));
  const sum = row.reduce((total, value) => total + value, 0);
  return kind === 'sum' ? sum : sum / row.length;
}
