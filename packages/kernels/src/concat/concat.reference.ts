import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { ConcatAttributes } from './concat.ts';

/** Copies each input's runs behind those of the one before. */
export function concatReference(
  inputs: readonly Tensor[],
  _weights: Readonly<Record<string, Tensor>>,
  { axis }: ConcatAttributes,
  shape: Shape,
): Tensor {
  const front = axis < 0 ? axis + shape.length : axis;
  const outer = elementCount(shape.slice(0, front));
  const data = new Float32Array(elementCount(shape));
  let place = 0;
  for (let row = 0; row < outer; row++) {
    for (const input of inputs) {
      const run = input.data.length / outer;
      data.set(input.data.subarray(row * run, (row + 1) * run), place);
      place += run;
    }
  }
  return { shape, data };
}
