import type { Tensor } from '../src/index.ts';
import type { OperandValues } from './case.ts';

/** Seeded values brought to where a function is defined. */
export function operandValues({ shape, data }: Tensor, values: OperandValues | undefined): Tensor {
  if (values === undefined) return { shape, data };
  if (values === 'positive') return { shape, data: data.map((value) => Math.abs(value) + 0.05) };
  if (values === 'nonZero') {
    return { shape, data: data.map((value) => value + (value < 0 ? -0.25 : 0.25)) };
  }
  return { shape, data: data.map((_, at) => values[at % values.length]!) };
}
