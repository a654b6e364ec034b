import { halfFloats } from './lazyCode.ts';
import type { WeightTensor } from './model.ts';

/**
 * The values of an F32 or F16 tensor. One of F32 that is aligned in memory is viewed, not copied.
 * @throws RangeError for an I8 tensor
 */
export function floatValues({ dtype, shape, bytes }: WeightTensor): Float32Array<ArrayBuffer> {
  if (dtype === 'I8') throw new RangeError(`int8 tensor [${shape}] has no scale, expected one`);
  return dtype === 'F32'
    ? new Float32Array(...alignedView(bytes, 4))
    : halfFloats.get().halfToFloat(new Uint16Array(...alignedView(bytes, 2)));
}

function alignedView(bytes: Uint8Array, size: number): [ArrayBuffer, number, number] {
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return [aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.length / size];
}
