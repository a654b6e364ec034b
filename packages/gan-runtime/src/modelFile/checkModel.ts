import { ModelFileError } from '../errors.ts';
import { inferShapes } from '../graph/inferShapes.ts';
import { samplerChecks } from './lazySampler.ts';
import { limits } from './limits.ts';
import { estimateMemory } from './memory.ts';
import type { Edit, Graph } from './model.ts';
import type { TensorInfo } from './tensorTable.ts';

/** What graph and tensors must satisfy together: shapes, weights, edit vectors, memory. */
export function checkModel(graph: Graph, tensors: ReadonlyMap<string, TensorInfo>): void {
  const weightShapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const shapes = inferShapes(graph, weightShapes, 1);
  inferShapes(graph, weightShapes, 2);
  for (const edit of [...(graph.edits ?? []), ...(graph.directions ?? [])]) checkEdit(edit, graph, tensors);
  if (graph.sampler) samplerChecks().checkSchedule(graph.sampler, tensors);
  const { weights, activations } = estimateMemory(graph, shapes, weightShapes);
  if (!(weights + activations <= limits.memoryBytes)) {
    throw new ModelFileError(
      `needs ${weights} bytes for weights and ${activations} for one image, expected at most ${limits.memoryBytes}`,
    );
  }
}

/** An edit's vector, if it has one, has one value for each of its latent's. */
function checkEdit(edit: Edit, graph: Graph, tensors: ReadonlyMap<string, TensorInfo>): void {
  if (edit.vector === undefined) return;
  const where = `edit "${edit.name}": vector "${edit.vector}"`;
  const vector = tensors.get(edit.vector);
  if (vector === undefined) throw new ModelFileError(`${where} is missing, expected a tensor of the file`);
  const latent = graph.inputs.find((input) => input.name === edit.tensor)!;
  const expected = (latent.shape.slice(1) as number[]).reduce((product, size) => product * size, 1);
  const found = vector.shape.reduce((product, size) => product * size, 1);
  if (found !== expected || vector.dtype === 'I8') {
    throw new ModelFileError(
      `${where} is ${vector.dtype} [${vector.shape}], expected F32 or F16 with ${expected} values`,
    );
  }
}
