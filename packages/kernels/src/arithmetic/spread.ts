import { gather } from '../strided/gather.ts';
import { stridesOf } from '../stridesOf.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { alignRight } from './broadcast.ts';

/** Values of an operand repeated along the axes that it is broadcast over, in C order of the output's shape. */
export function spread({ shape, data }: Tensor, output: Shape): Float32Array<ArrayBuffer> {
  const sizes = alignRight(shape, output.length);
  const strides = stridesOf(sizes).map((stride, axis) => (sizes[axis] === 1 ? 0 : stride));
  return gather(data, output, strides, 0);
}
