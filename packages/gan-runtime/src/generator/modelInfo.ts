import { inferShapes, resolveNode } from '../graph/inferShapes.ts';
import type { Edit, Graph, GraphInput, GraphOutput, LabelInput, Provenance } from '../modelFile/model.ts';
import type { ModelHeader } from '../modelFile/modelHeader.ts';
import type { Sampler } from '../modelFile/sampler.ts';

/** A label that a call may state. */
export interface LabelInfo extends LabelInput {
  /** How many classes there are to choose from, by index; 0 where any number goes. */
  readonly classes: number;
}

/** What a loaded model says of itself. */
export interface ModelInfo {
  readonly name: string | undefined;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  /** What a call may say of the image; the time that a sampler feeds is none of them. */
  readonly labels: readonly LabelInfo[];
  readonly edits: readonly Edit[];
  readonly directions: readonly Edit[];
  readonly truncation: Graph['truncation'];
  /** Style mixing: `mix` of a call may state a second seed. */
  readonly mixing: Graph['mixing'];
  /** How images are sampled in many steps; absent where one run makes an image. */
  readonly sampler: Sampler | undefined;
  /** Number of weights that nodes use. */
  readonly parameters: number;
  /** Multiply-accumulates of one run for one image. */
  readonly macs: number;
  readonly provenance: Provenance;
  readonly graph: Graph;
}

/** @param labels what a call may say of the image, where the model has such inputs */
export function modelInfo({ graph, tensors }: ModelHeader, labels: readonly LabelInfo[] = []): ModelInfo {
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
    labels,
    edits: graph.edits ?? [],
    directions: graph.directions ?? [],
    truncation: graph.truncation,
    mixing: graph.mixing,
    sampler: graph.sampler,
    parameters: [...used].reduce((sum, name) => sum + count(name), 0),
    macs,
    provenance: graph.provenance,
    graph,
  };
}
