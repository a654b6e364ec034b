import type { Graph } from '@roentgan/gan-runtime/model-file';

/** Axis of the output channels (within a group) of each operation's weight. */
const outputAxis: Readonly<Record<string, number>> = { conv2d: 0, convTranspose2d: 1, linear: 0 };

/** Weights of convolutions and linear layers, and which axis counts their output channels; several where layers differ. */
export function matrixWeights(graph: Graph): Map<string, Set<number>> {
  const axes = new Map<string, Set<number>>();
  for (const { op, weights } of graph.nodes) {
    const axis = outputAxis[op];
    const name = weights.weight;
    if (axis === undefined || name === undefined) continue;
    axes.set(name, (axes.get(name) ?? new Set()).add(axis));
  }
  return axes;
}

/** Tensors that are anything else for some node: they stay f32. */
export function otherTensors(graph: Graph): Set<string> {
  return new Set(
    graph.nodes.flatMap(({ op, weights }) =>
      Object.entries(weights).flatMap(([role, name]) =>
        role === 'weight' && outputAxis[op] !== undefined ? [] : [name],
      ),
    ),
  );
}
