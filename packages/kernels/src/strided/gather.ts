import { elementCount, type Shape } from '../tensor.ts';

/** Values in C order of `shape` from places offset + sum(index * stride); what several references consist of. */
export function gather(
  source: Float32Array,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): Float32Array<ArrayBuffer> {
  const target = new Float32Array(elementCount(shape));
  const index = new Array<number>(shape.length).fill(0);
  let place = offset;
  for (let at = 0; at < target.length; at++) {
    target[at] = source[place]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      place += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      place -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return target;
}
