import { inferShapes, resolveNode } from '../graph/inferShapes.ts';
import type { ModelHeader } from '../modelFile/header.ts';
import type { Edit, Graph, GraphInput, GraphOutput, LabelInput, Provenance } from '../modelFile/model.ts';
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

/** The labels that a caller chooses, not those that a sampler, truncation or style mixing feeds. */
export function labelsOf({ inputs, sampler, truncation, mixing }: Graph): LabelInput[] {
  const fed = [
    sampler?.timestep.input,
    truncation && 'label' in truncation ? truncation.label : undefined,
    mixing?.from,
  ];
  return inputs.filter((input): input is LabelInput => input.kind === 'label' && !fed.includes(input.name));
}

/** A one-hot label's classes; those of a value label that is nothing but the row of a table. */
export function classesOf({ nodes }: Graph, { encoding, name, shape, range }: LabelInput): number {
  if (encoding === 'one-hot') return shape[1] as number;
  const isRow = (tensor: string): boolean => {
    const readers = nodes.filter(({ inputs }) => inputs.includes(tensor));
    const reads = ({ op, output }: (typeof nodes)[number]) =>
      op === 'embedding' || (op === 'reshape' && isRow(output));
    return readers.length > 0 && readers.every(reads);
  };
  return range?.[0] === 0 && Number.isInteger(range[1]) && isRow(name) ? range[1] + 1 : 0;
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
    labels: labelsOf(graph).map((label) => ({ ...label, classes: classesOf(graph, label) })),
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
