import { editsOf } from '../modelFile/editsOf.ts';
import { floatValues } from '../modelFile/floatValues.ts';
import { halfFloats, samplerChecks } from '../modelFile/lazyCode.ts';
import type { Graph, WeightTensor } from '../modelFile/model.ts';

/**
 * Keeps a tensor's values where they are one step of an edit or a sampler's table.
 * @throws ModelFileError for values that are no schedule
 */
export async function keepVector(
  graph: Graph,
  name: string,
  tensor: WeightTensor,
  vectors: Map<string, Float32Array>,
): Promise<void> {
  const schedule = graph.sampler?.schedule;
  const isTable = schedule?.kind === 'table' && schedule.alphasCumprod === name;
  if (!isTable && !editsOf(graph).some(({ vector }) => vector === name)) return;
  if (tensor.dtype === 'F16') await halfFloats.load(); // there already, but where a page loads this code a second time
  const values = floatValues(tensor).slice();
  if (isTable) (await samplerChecks.load()).alphasCumprodOf(schedule, values);
  vectors.set(name, values);
}
