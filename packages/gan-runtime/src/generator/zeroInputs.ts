import type { TensorsByName } from '../backend.ts';
import type { Graph } from '../modelFile/model.ts';

/** For one image of a model that takes images, which no seed gives; nothing for others. */
export function zeroInputs({ inputs }: Graph): TensorsByName | undefined {
  if (!inputs.some(({ kind }) => kind === 'image')) return undefined;
  return Object.fromEntries(
    inputs.map(({ name, shape }) => {
      const sizes = shape.map((size) => (size === 'N' ? 1 : size));
      return [name, { shape: sizes, data: new Float32Array(sizes.reduce((a, b) => a * b, 1)) }];
    }),
  );
}
