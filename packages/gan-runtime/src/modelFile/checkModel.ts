import { ModelFileError } from '../errors.ts';
import { inferShapes } from '../graph/inferShapes.ts';
import { headerChecks, samplerChecks } from './lazyCode.ts';
import { limits } from './limits.ts';
import { estimateMemory } from './memory.ts';
import type { Graph } from './model.ts';
import type { TensorInfo } from './tensorTable.ts';

/** What graph and tensors must satisfy together: shapes, weights, edit vectors, memory. */
export function checkModel(graph: Graph, tensors: ReadonlyMap<string, TensorInfo>): void {
  const weightShapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const shapes = inferShapes(graph, weightShapes, 1);
  inferShapes(graph, weightShapes, 2);
  if (graph.edits ?? graph.directions) headerChecks.get().checkEdits(graph, tensors);
  if (graph.sampler) samplerChecks.get().checkSchedule(graph.sampler, tensors);
  const { weights, activations } = estimateMemory(graph, shapes, weightShapes);
  if (!(weights + activations <= limits.memoryBytes)) {
    throw new ModelFileError(
      `needs ${weights} bytes for weights and ${activations} for one image, expected at most ${limits.memoryBytes}`,
    );
  }
}
