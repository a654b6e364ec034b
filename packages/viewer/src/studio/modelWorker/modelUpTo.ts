import { type GraphNode, inferShapes, type Model, scaleName } from '@roentgan/gan-runtime/model-file';

/**
 * The same model, cut behind one node: its only output is what that node makes. Inputs and edits stay, so that the same seed gives
 * the same latents; a sampler goes, so that one run is one run of the network.
 */
export function modelUpTo({ graph, tensors }: Model, name: string): Model {
  const target = graph.nodes.find((node) => node.name === name);
  if (!target) throw new RangeError(`node "${name}" is not in this model`);
  const makers = new Map(graph.nodes.map((node) => [node.output, node]));
  const needed = new Set<GraphNode>([target]);
  // A set's loop goes on with what is added meanwhile.
  for (const node of needed)
    for (const input of node.inputs) {
      const maker = makers.get(input);
      if (maker) needed.add(maker);
    }
  const nodes = graph.nodes.filter((node) => needed.has(node));
  const weightShapes = new Map([...tensors].map(([key, { shape }]) => [key, shape]));
  const [, ...sizes] = inferShapes(graph, weightShapes, 1).get(target.output)!;
  const { sampler: _, ...rest } = graph;
  const weights = nodes.flatMap((node) => Object.values(node.weights));
  const vectors = [...(graph.edits ?? []), ...(graph.directions ?? [])].flatMap(({ vector }) => vector ?? []);
  const kept = new Set([...weights, ...weights.map(scaleName), ...vectors]);
  return {
    graph: {
      ...rest,
      nodes,
      outputs: [{ name: target.output, shape: ['N', ...sizes], range: [-1, 1], channels: 'raw' }],
    },
    tensors: new Map([...tensors].filter(([key]) => kept.has(key))),
  };
}
