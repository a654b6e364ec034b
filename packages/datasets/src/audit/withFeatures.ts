import { type GraphOutput, inferShapes, type Model } from '@roentgan/gan-runtime/model-file';

/** Where the features of a network are. */
export interface FeatureOutput {
  /** The model, with an output for them. */
  readonly model: Model;
  readonly output: string;
  /** What the report calls them. */
  readonly node: string;
}

/**
 * The features of a network: `named` is one of its outputs, a node or what a node makes; else the output called `features`, else what
 * the last linear layer takes.
 * @throws Error where there is none
 */
export function withFeatures(model: Model, named: string | undefined, where: string): FeatureOutput {
  const { graph } = model;
  const declared = graph.outputs.find(({ name }) => name === (named ?? 'features'));
  if (declared) return { model, output: declared.name, node: declared.tensor ?? declared.name };
  const tensor = named === undefined ? penultimate(model) : tensorOf(model, named);
  if (tensor === undefined) {
    const expected = 'an output, a node or a tensor of it (roentgan inspect --json lists the layers)';
    const found =
      named === undefined ? 'has no linear layer, so no penultimate features' : `has no "${named}"`;
    throw new Error(`${where} ${found}, expected --features NODE with ${expected}`);
  }
  const shape = shapeOf(model, tensor);
  if (shape.length < 2)
    throw new Error(`${where}: "${tensor}" is [${shape}], expected [N,features] or more axes`);
  let name = 'auditFeatures';
  while (graph.outputs.some((output) => output.name === name)) name += '_';
  const output: GraphOutput = {
    name,
    tensor,
    shape: ['N', ...shape.slice(1)],
    range: [-1, 1],
    channels: 'raw',
  };
  return {
    model: { ...model, graph: { ...graph, outputs: [...graph.outputs, output] } },
    output: name,
    node: tensor,
  };
}

function penultimate({ graph }: Model): string | undefined {
  return graph.nodes.findLast(({ op }) => op === 'linear')?.inputs[0];
}

function tensorOf({ graph }: Model, named: string): string | undefined {
  const node = graph.nodes.find(({ name, output }) => name === named || output === named);
  return node?.output;
}

function shapeOf({ graph, tensors }: Model, tensor: string): number[] {
  const shapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  return inferShapes(graph, shapes, 1).get(tensor)!;
}
