import { gather } from '../strided/gather.ts';
import { stridesOf } from '../stridesOf.ts';
import type { Shape, Tensor } from '../tensor.ts';

/** Axis i of the output is axis `dims[i]` of the input. */
export function permuteReference(input: Tensor, dims: readonly number[], output: Shape): Tensor {
  const strides = stridesOf(input.shape);
  const steps = dims.map((axis) => strides[axis]!);
  return { shape: output, data: gather(input.data, output, steps, 0) };
}
