import type { Affine } from './parts.ts';

/** A linear layer of equalised rate, `prefix.weight` and `prefix.bias`, which learned at `rate` times the others' speed. */
export function affine(shapes: ReadonlyMap<string, readonly number[]>, prefix: string, rate: number): Affine {
  const [outputs = 0, inputs = 0] = shapes.get(`${prefix}.weight`) ?? [];
  return {
    weight: `${prefix}.weight`,
    bias: `${prefix}.bias`,
    outputs,
    inputs,
    weightScale: rate / Math.sqrt(inputs),
    biasScale: rate,
  };
}
