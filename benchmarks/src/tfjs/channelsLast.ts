import type { GraphNode, Model } from '@roentgan/gan-runtime/model-file';
import { flatModel } from '../flatModel.ts';
import type { ChannelsLastModel, ChannelsLastNode } from './channelsLastModel.ts';
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
  const { nodes, outputs } = model.graph;
  const fused = fuseActivations(nodes, new Set(outputs.map(({ name, tensor }) => tensor ?? name)));
  return flatModel(model, fused, ({ op, attributes }, role, { values, shape }) =>
    placeWeight(op, role, values, shape, Number(attributes.groups ?? 1)),
  );
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
