import { alignRight } from '../arithmetic/broadcast.ts';
import { gather } from '../strided/gather.ts';
import { type Shape, stridesOf, type Tensor } from '../tensor.ts';

/** Condition, input and other spread to the output's shape, then chosen from value by value. */
export function whereReference(operands: readonly Tensor[], shape: Shape): Tensor {
  const [condition, input, other] = operands.map((operand) => {
    const sizes = alignRight(operand.shape, shape.length);
    const strides = stridesOf(sizes).map((stride, axis) => (sizes[axis] === 1 ? 0 : stride));
    return gather(operand.data, shape, strides, 0);
  }) as [Float32Array, Float32Array, Float32Array];
  return { shape, data: condition.map((truth, at) => (truth === 0 ? other[at]! : input[at]!)) };
}
