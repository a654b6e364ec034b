import { inferShapes, resolveNode } from '../graph/inferShapes.ts';
import type { ModelHeader } from '../modelFile/header.ts';
import type { Edit, Graph, GraphInput, GraphOutput, LabelInput, Provenance } from '../modelFile/model.ts';

/** What a loaded model says of itself. */
export interface ModelInfo {
  readonly name: string | undefined;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  readonly labels: readonly LabelInput[];
  readonly edits: readonly Edit[];
  readonly directions: readonly Edit[];
  readonly truncation: Graph['truncation'];
  /** Number of weights that nodes use. */
  readonly parameters: number;
  /** Multiply-accumulates of one image. */
  readonly macs: number;
  readonly provenance: Provenance;
  readonly graph: Graph;
}

export function modelInfo({ graph, tensors }: ModelHeader): ModelInfo {
  const weightShapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const shapes = inferShapes(graph, weightShapes, 1);
  const used = new Set(graph.nodes.flatMap((node) => Object.values(node.weights)));
  const count = (name: string) => weightShapes.get(name)!.reduce((product, size) => product * size, 1);
  const macs = graph.nodes.reduce((sum, node) => {
    const { operation, call } = resolveNode(node, shapes, weightShapes);
    return sum + (operation.macs?.(call) ?? 0);
  }, 0);
  return {
    name: graph.name,
    inputs: graph.inputs,
    outputs: graph.outputs,
    labels: graph.inputs.filter((input) => input.kind === 'label'),
    edits: graph.edits ?? [],
    directions: graph.directions ?? [],
    truncation: graph.truncation,
    parameters: [...used].reduce((sum, name) => sum + count(name), 0),
    macs,
    provenance: graph.provenance,
    graph,
  };
}
