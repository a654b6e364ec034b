import { gather } from '../strided/gather.ts';
import { stridesOf } from '../stridesOf.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { type SliceAttributes, viewOf } from './slice.ts';

/** The entries that `starts`, `ends` and `steps` name, axis by axis. */
export function sliceReference(input: Tensor, attributes: SliceAttributes, output: Shape): Tensor {
  const { starts, axes } = viewOf(input.shape, attributes);
  const strides = stridesOf(input.shape);
  const offset = starts.reduce((sum, start, axis) => sum + start * strides[axis]!, 0);
  const steps = axes.map(({ axis, step }) => strides[axis]! * step);
  return { shape: output, data: gather(input.data, output, steps, offset) };
}
