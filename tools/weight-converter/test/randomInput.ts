import { makeRandom } from './mutate.ts';
import type { TfjsInput } from './tfjsOracle.ts';

/** Values from -1 to 1, or whole numbers below `classes`. */
export function randomInput(shape: readonly number[], seed = 7, classes?: number): TfjsInput {
  const random = makeRandom(seed);
  const count = shape.reduce((product, size) => product * size, 1);
  const next = classes === undefined ? () => random() * 2 - 1 : () => Math.floor(random() * classes);
  const data = Float32Array.from({ length: count }, next);
  return { shape, data, ...(classes !== undefined && { dtype: 'int32' as const }) };
}
