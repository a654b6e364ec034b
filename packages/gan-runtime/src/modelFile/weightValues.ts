import { floatValues } from './floatValues.ts';
import { floatToHalf } from './halfFloat.ts';
import type { WeightTensor } from './model.ts';

/**
 * A weight's values. An F32 tensor that is aligned in memory is viewed, not copied.
 * @param scale the tensor `<name>.scale` of an I8 tensor: `w = q * scale`, broadcast along its one axis above size 1
 * @throws RangeError where an I8 tensor comes without a scale
 */
export function tensorToFloat32(tensor: WeightTensor, scale?: WeightTensor): Float32Array<ArrayBuffer> {
  if (tensor.dtype !== 'I8' || scale === undefined) return floatValues(tensor);
  const scales = tensorToFloat32(scale);
  const axis = scale.shape.findIndex((size) => size > 1);
  const channels = axis < 0 ? 1 : scale.shape[axis]!;
  const inner = tensor.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const { buffer, byteOffset, length } = tensor.bytes;
  return Float32Array.from(
    new Int8Array(buffer, byteOffset, length),
    (quantised, index) => quantised * scales[axis < 0 ? 0 : Math.floor(index / inner) % channels]!,
  );
}

/** Wraps values as a weight, F16 rounded to nearest. Throws `RangeError` where count and shape differ. */
export function tensorFromFloat32(
  values: Float32Array,
  shape: readonly number[],
  dtype: 'F32' | 'F16' = 'F32',
): WeightTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (values.length !== count) {
    throw new RangeError(`weight [${shape}] has ${values.length} values, expected ${count}`);
  }
  const stored = dtype === 'F16' ? floatToHalf(values) : values;
  return { dtype, shape, bytes: new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength) };
}
