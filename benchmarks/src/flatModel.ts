import { type GraphNode, type Model, scaleName, tensorToFloat32 } from '@roentgan/gan-runtime/model-file';

/** A generator as a peer's page fetches it: JSON, and one file of little-endian f32 values in the peer's layout. */
export interface FlatModel<Node extends FlatNode = FlatNode> {
  readonly nodes: readonly Node[];
  /** Tensor that is the image. */
  readonly output: string;
}

export interface FlatNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly weights: Readonly<Record<string, FlatWeight>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly output: string;
}

export interface FlatWeight {
  readonly shape: readonly number[];
  /** In values, not bytes. */
  readonly offset: number;
}

/** Values in C order. */
export interface Placed {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Lays out a model for a peer.
 * @param nodes the graph's, changed as the peer wants them
 * @param place a weight as the peer wants it, given as PyTorch has it
 */
export function flatModel<Node extends GraphNode>(
  { graph, tensors }: Model,
  nodes: readonly Node[],
  place: (node: Node, role: string, weight: Placed) => Placed,
): { description: FlatModel<Node & FlatNode>; weights: Uint8Array } {
  const parts: Float32Array[] = [];
  let offset = 0;
  const add = (node: Node, role: string, name: string): FlatWeight => {
    const tensor = tensors.get(name)!;
    const given = { shape: tensor.shape, values: tensorToFloat32(tensor, tensors.get(scaleName(name))) };
    const { shape, values } = place(node, role, given);
    const weight = { shape: [...shape], offset };
    parts.push(values);
    offset += values.length;
    return weight;
  };
  const flat = nodes.map((node) => {
    const weights = Object.entries(node.weights).map(([role, name]) => [role, add(node, role, name)]);
    return { ...node, weights: Object.fromEntries(weights) };
  });
  const joined = new Float32Array(offset);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  const [output] = graph.outputs;
  return {
    description: { nodes: flat, output: output!.tensor ?? output!.name },
    weights: new Uint8Array(joined.buffer),
  };
}
