import type { TensorsByName } from '../backend.ts';
import type { Graph } from '../modelFile/model.ts';
import { type DirectionVectors, makeInputs } from './makeInputs.ts';
import type { ImageOptions, OwnOptions } from './options.ts';

/** As `makeInputs`; what is on the way to another seed is code of its own, which the first such call loads. */
export async function imageInputs(
  graph: Graph,
  vectors: DirectionVectors,
  seeds: readonly number[],
  options: ImageOptions,
  each?: readonly OwnOptions[],
): Promise<TensorsByName> {
  if (!options.towards && !each?.some(({ towards }) => towards))
    return makeInputs(graph, vectors, seeds, options, each);
  const { inputsOnTheWay } = await import('./inputsOnTheWay.ts');
  return inputsOnTheWay(graph, vectors, seeds, options, each);
}
