import { estimateMemory, inferShapes, type Model, resolveNode } from '@roentgan/gan-runtime/model-file';
import type { LayerSummary, ModelSummary } from './messages.ts';

/** Layers, totals and memory of a model for one image. `bytes` is the size of its file. */
export function summarise({ graph, tensors }: Model, bytes: number): ModelSummary {
  const weightShapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const shapes = inferShapes(graph, weightShapes, 1);
  const layers = graph.nodes.map((node): LayerSummary => {
    const { operation, call } = resolveNode(node, shapes, weightShapes);
    return {
      name: node.name,
      op: node.op,
      output: node.output,
      inputs: node.inputs,
      shape: call.output,
      parameters: Object.values(call.weights).reduce((sum, shape) => sum + product(shape), 0),
      macs: operation.macs?.(call) ?? 0,
      weights: Object.entries(node.weights).map(([role, name]) => {
        const { shape, dtype } = tensors.get(name)!;
        return `${role} [${shape.join(',')}] ${dtype}`;
      }),
    };
  });
  const used = new Set(graph.nodes.flatMap((node) => Object.values(node.weights)));
  const { nodes: _, ...rest } = graph;
  return {
    graph: rest,
    layers,
    parameters: [...used].reduce((sum, name) => sum + product(weightShapes.get(name)!), 0),
    macs: layers.reduce((sum, { macs }) => sum + macs, 0),
    bytes,
    memory: estimateMemory(graph, shapes, weightShapes),
  };
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
