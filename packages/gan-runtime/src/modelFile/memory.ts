import type { Graph } from './model.ts';

export interface MemoryEstimate {
  /** Bytes of all weights as f32, which every device can hold. */
  readonly weights: number;
  /** Bytes of the activations that live at once, at the worst node, for one run at the shapes' batch. */
  readonly activations: number;
}

/** Bytes that a model needs on the GPU, before any fusion: f32, channels padded to four. */
export function estimateMemory(
  graph: Graph,
  shapes: ReadonlyMap<string, readonly number[]>,
  weightShapes: ReadonlyMap<string, readonly number[]>,
): MemoryEstimate {
  let weights = 0;
  for (const shape of weightShapes.values())
    weights += 4 * shape.reduce((product, size) => product * size, 1);
  return { weights, activations: peakActivations(graph, shapes) };
}

function peakActivations(graph: Graph, shapes: ReadonlyMap<string, readonly number[]>): number {
  const lastUse = new Map<string, number>();
  for (const { name } of graph.inputs) lastUse.set(name, 0);
  graph.nodes.forEach((node, index) => {
    for (const name of [node.output, ...node.inputs]) lastUse.set(name, index);
  });
  for (const output of graph.outputs) lastUse.set(output.tensor ?? output.name, graph.nodes.length);
  const endingAt = new Map<number, string[]>();
  for (const [name, index] of lastUse) {
    const names = endingAt.get(index);
    if (names === undefined) endingAt.set(index, [name]);
    else names.push(name);
  }

  let live = graph.inputs.reduce((sum, { name }) => sum + activationBytes(shapes.get(name)!), 0);
  let peak = live;
  graph.nodes.forEach((node, index) => {
    live += activationBytes(shapes.get(node.output)!);
    peak = Math.max(peak, live);
    for (const name of endingAt.get(index) ?? []) live -= activationBytes(shapes.get(name)!);
  });
  return peak;
}

function activationBytes(shape: readonly number[]): number {
  return shape.reduce((product, size, axis) => product * (axis === 1 ? Math.ceil(size / 4) * 4 : size), 4);
}
