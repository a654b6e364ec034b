import { spread } from '../arithmetic/spread.ts';
import type { Shape, Tensor } from '../tensor.ts';

/** Condition, input and other spread to the output's shape, then chosen from value by value. */
export function whereReference(operands: readonly Tensor[], shape: Shape): Tensor {
  const [condition, input, other] = operands.map((operand) => spread(operand, shape)) as [
    Float32Array<ArrayBuffer>,
    Float32Array,
    Float32Array,
  ];
  return { shape, data: condition.map((truth, at) => (truth === 0 ? other[at]! : input[at]!)) };
}
