import { type GraphNode, type Model, scaleName, tensorToFloat32 } from '@roentgan/gan-runtime/model-file';
import type { ChannelsLastModel, ChannelsLastNode, ChannelsLastWeight } from './channelsLastModel.ts';
import { placeWeight } from './placeWeight.ts';

const fusedInto = new Set(['conv2d', 'linear']);
const fusedActivations: Readonly<Record<string, string>> = {
  relu: 'relu',
  leakyRelu: 'leakyrelu',
  sigmoid: 'sigmoid',
};

/**
 * A model as TF.js would keep it: weights in f32 and TF.js's layout, transposed before the page ever sees them, and
 * activations fused into the convolutions and dense layers before them, as its layers and its converter do.
 */
export function channelsLast(model: Model): { description: ChannelsLastModel; weights: Uint8Array } {
  const { graph, tensors } = model;
  const parts: Float32Array[] = [];
  let offset = 0;
  const addWeight = (node: GraphNode, role: string, name: string): ChannelsLastWeight => {
    const tensor = tensors.get(name)!;
    const values = tensorToFloat32(tensor, tensors.get(scaleName(name)));
    const groups = Number(node.attributes.groups ?? 1);
    const placed = placeWeight(node.op, role, values, tensor.shape, groups);
    const weight = { shape: [...placed.shape], offset };
    parts.push(placed.values);
    offset += placed.values.length;
    return weight;
  };
  const nodes = fuseActivations(
    graph.nodes,
    new Set(graph.outputs.map(({ name, tensor }) => tensor ?? name)),
  ).map(
    (node): ChannelsLastNode => ({
      ...node,
      weights: Object.fromEntries(
        Object.entries(node.weights).map(([role, name]) => [role, addWeight(node, role, name)]),
      ),
    }),
  );
  const joined = new Float32Array(offset);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  const [output] = graph.outputs;
  return {
    description: { nodes, output: output!.tensor ?? output!.name },
    weights: new Uint8Array(joined.buffer),
  };
}

type FusedNode = GraphNode & Pick<ChannelsLastNode, 'activation' | 'slope'>;

function fuseActivations(nodes: readonly GraphNode[], kept: ReadonlySet<string>): FusedNode[] {
  const uses = new Map<string, number>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const fused: FusedNode[] = [];
  for (const node of nodes) {
    const last = fused.at(-1);
    const activation = fusedActivations[node.op];
    const follows = last !== undefined && node.inputs[0] === last.output && last.activation === undefined;
    if (
      activation &&
      follows &&
      fusedInto.has(last.op) &&
      uses.get(last.output) === 1 &&
      !kept.has(last.output)
    ) {
      const slope = Number(node.attributes.negativeSlope ?? 0.01);
      fused[fused.length - 1] = { ...last, output: node.output, activation, slope };
    } else fused.push(node);
  }
  return fused;
}
