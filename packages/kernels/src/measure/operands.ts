import { float16ToFloat32, float32ToFloat16 } from '../float16.ts';
import type { Call, ElementType } from '../kernel.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { seededValues } from './seededValues.ts';

/** Values that a call is measured on, in logical order, rounded to what the GPU stores. */
export interface Operands {
  readonly inputs: readonly Tensor[];
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** Standard normal inputs, weights that keep sums near one; the same for the same call. */
export function makeOperands(call: Call, type: ElementType): Operands {
  const stored = (tensor: Tensor): Tensor =>
    type === 'f32'
      ? tensor
      : { ...tensor, data: tensor.data.map((value) => float16ToFloat32(float32ToFloat16(value))) };
  const weight = ([name, shape]: readonly [string, Shape]): [string, Tensor] => {
    const isMatrix = shape.length > 1 && name === 'weight';
    const summed = shape.reduce((product, size) => product * size, 1) / Math.max(...shape);
    const values = seededValues(`measure ${name}`, shape, isMatrix ? 1 / Math.sqrt(summed) : 1);
    if (name === 'runningVar') values.data.set(values.data.map((value) => 0.2 + Math.abs(value)));
    // Vectors for each channel stay f32 on the GPU.
    return [name, isMatrix || name === 'other' ? stored(values) : values];
  };
  return {
    inputs: call.inputs.map((shape, at) => stored(seededValues(`measure input ${at}`, shape, 1))),
    weights: Object.fromEntries(Object.entries(call.weights).map(weight)),
  };
}
