import { type GraphNode, type Model, scaleName, tensorToFloat32 } from '@roentgan/gan-runtime/model-file';
import type { ChannelsLastModel, ChannelsLastNode, ChannelsLastWeight } from './channelsLastModel.ts';
import { transpose } from './transpose.ts';

/** Where each axis of TF.js's layout stands in PyTorch's: `weight` of the op becomes what TF.js multiplies by. */
const weightAxes: Readonly<Record<string, readonly number[]>> = {
  conv2d: [2, 3, 1, 0], // [OC,IC,KH,KW] to [KH,KW,IC,OC]
  convTranspose2d: [2, 3, 1, 0], // [IC,OC,KH,KW] to [KH,KW,OC,IC]
  linear: [1, 0], // [OF,IF] to [IF,OF]
};
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
  const addWeight = (name: string, axes: readonly number[] | undefined): ChannelsLastWeight => {
    const tensor = tensors.get(name)!;
    const values = tensorToFloat32(tensor, tensors.get(scaleName(name)));
    const placed = axes === undefined ? values : transpose(values, tensor.shape, axes);
    const weight = { shape: axes?.map((axis) => tensor.shape[axis]!) ?? [...tensor.shape], offset };
    parts.push(placed);
    offset += placed.length;
    return weight;
  };
  const nodes = fuseActivations(
    graph.nodes,
    new Set(graph.outputs.map(({ name, tensor }) => tensor ?? name)),
  ).map(
    (node): ChannelsLastNode => ({
      ...node,
      weights: Object.fromEntries(
        Object.entries(node.weights).map(([role, name]) => [
          role,
          addWeight(name, weightAxesOf(node.op, role, tensors.get(name)!.shape.length)),
        ]),
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

/** The weight of an op as TF.js wants it; a constant that is as an image is, [1,C,H,W], as TF.js's images are. */
export function weightAxesOf(op: string, role: string, rank: number): readonly number[] | undefined {
  if (role === 'weight') return weightAxes[op];
  return rank === 4 ? [0, 2, 3, 1] : undefined;
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
