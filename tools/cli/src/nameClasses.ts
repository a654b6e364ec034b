import type { Model } from '@roentgan/gan-runtime/model-file';
import { UsageError } from './errors.ts';

/** The model with names for the classes of its scores: of every output [N, classes] of as many classes. */
export function nameClasses(model: Model, names: readonly string[]): Model {
  const isScores = ({ shape, channels }: Model['graph']['outputs'][number]) =>
    channels === 'raw' && shape[1] === names.length && shape.slice(2).every((size) => size === 1);
  const { graph, tensors } = model;
  if (!graph.outputs.some(isScores)) {
    const found = graph.outputs.map(({ name, shape }) => `"${name}" [${shape.join(',')}]`).join(', ');
    throw new UsageError(
      `--classes has ${names.length} names, but the model gives ${found}; expected an output [N,${names.length}]`,
    );
  }
  const outputs = graph.outputs.map((output) => (isScores(output) ? { ...output, names } : output));
  return { graph: { ...graph, outputs }, tensors };
}
