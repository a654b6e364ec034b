import { gather } from '../strided/gather.ts';
import { stridesOf } from '../stridesOf.ts';
import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { MatmulAttributes } from './matmul.ts';

/** Matrices as [leading, rows, columns], leading axes spread to `leading`, the last two swapped where `swap` says so. */
function matrices({ shape, data }: Tensor, leading: Shape, swap: boolean): Tensor {
  const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  const last = (values: readonly number[]) => (swap ? values.slice(-2).reverse() : values.slice(-2));
  const full = [...leading, ...last(shape)];
  return { shape: full, data: gather(data, full, [...strides.slice(0, -2), ...last(strides)], 0) };
}

/** Row by column, sums in f64. */
export function matmulReference(
  first: Tensor,
  second: Tensor,
  { transposeA, transposeB }: MatmulAttributes,
  shape: Shape,
): Tensor {
  const a = matrices(first, shape.slice(0, -2), transposeA);
  const b = matrices(second, shape.slice(0, -2), !transposeB); // columns in one piece
  const [rows, columns] = shape.slice(-2) as [number, number];
  const inner = a.shape.at(-1)!;
  const data = new Float32Array(elementCount(shape));
  for (let at = 0; at < data.length; at++) {
    const product = Math.floor(at / (rows * columns));
    const row = Math.floor(at / columns) * inner; // products and rows in one count
    const column = (product * columns + (at % columns)) * inner;
    let sum = 0;
    for (let i = 0; i < inner; i++) sum += a.data[row + i]! * b.data[column + i]!;
    data[at] = sum;
  }
  return { shape, data };
}
