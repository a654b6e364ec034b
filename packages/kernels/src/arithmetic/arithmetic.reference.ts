import { gather } from '../strided/gather.ts';
import { type Shape, stridesOf, type Tensor } from '../tensor.ts';
import { alignRight } from './broadcast.ts';

/** Both operands spread to the output's shape, then added or multiplied. */
export function arithmeticReference(input: Tensor, other: Tensor, shape: Shape, multiply: boolean): Tensor {
  const [a, b] = [input, other].map((operand) => {
    const sizes = alignRight(operand.shape, shape.length);
    const strides = stridesOf(sizes).map((stride, axis) => (sizes[axis] === 1 ? 0 : stride));
    return gather(operand.data, shape, strides, 0);
  }) as [Float32Array, Float32Array];
  return { shape, data: a.map((value, at) => (multiply ? value * b[at]! : value + b[at]!)) };
}
