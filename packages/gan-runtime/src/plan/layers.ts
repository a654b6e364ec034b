import type { Activation, Call, FoldedCall, FusedLayer, GraphView } from '@roentgan/kernels';
import { plainEpilogue } from '@roentgan/kernels/core';
import { type ResolvedNode, resolveNode } from '../graph/inferShapes.ts';
import type { Graph, GraphNode } from '../modelFile/model.ts';
import { scaleName } from '../modelFile/tensorTable.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** A graph node with what was fused behind it. */
export interface Layer extends FusedLayer {
  readonly node: GraphNode;
  readonly call: Call;
  /** The tensor it makes: the last fused node's. */
  output: string;
  /** A batch norm folded into the weights. */
  norm?: GraphNode;
  /** Tensor of a fused prelu's slope. */
  slope?: string;
  /** Factors of nearest upsampling that was folded into this convolution. */
  readonly upsample?: FoldedCall['upsample'];
}

/**
 * Fuses each node with the nodes behind it that nothing else reads: nearest upsampling into the convolution, batch
 * norm into the weights, then noise, activation and residual add into the epilogue. `shapes` are those of `inferShapes`.
 */
export function fuseLayers(graph: Graph, shapes: Shapes, weightShapes: Shapes): Layer[] {
  const readers = countReaders(graph);
  const consumerOf = new Map(
    graph.nodes.flatMap((node) => node.inputs.map((input) => [input, node] as const)),
  );
  const madeAt = new Map(graph.nodes.map((node, index) => [node.output, index]));
  const fused = new Set<GraphNode>();
  const upsampled = new Map<GraphNode, Layer>();
  const layers: Layer[] = [];
  graph.nodes.forEach((node, index) => {
    if (fused.has(node)) return;
    const resolved = resolveNode(node, shapes, weightShapes);
    const view: GraphView = {
      shapeOf: (name) => shapes.get(name)!,
      isQuantised: (weight) => weightShapes.has(scaleName(weight)),
      isReady: (name) => (madeAt.get(name) ?? -1) < index,
      makerOf(name) {
        const maker = graph.nodes[madeAt.get(name) ?? -1];
        if (maker && readers.get(name) === 1 && !upsampled.has(maker))
          return { ...maker, ...resolveNode(maker, shapes, weightShapes) };
        return undefined;
      },
    };
    const reader = readers.get(node.output) === 1 ? consumerOf.get(node.output) : undefined;
    const folded =
      reader?.op === 'conv2d' &&
      resolved.operation.foldIntoConvolution?.(resolved.call, resolveNode(reader, shapes, weightShapes).call);
    if (folded) {
      const joined = { ...reader, inputs: node.inputs };
      upsampled.set(reader, {
        ...folded,
        node: joined,
        output: reader.output,
        epilogue: plainEpilogue,
        added: {},
      });
      return;
    }
    const { operation, call } = resolved;
    const activation = operation.activation?.(call.attributes);
    const layer = upsampled.get(node) ?? {
      node,
      operation,
      call,
      output: node.output,
      epilogue: plainEpilogue,
      added: {},
    };
    if (activation) layer.epilogue = { ...plainEpilogue, activation };
    if (activation?.name === 'prelu') layer.slope = node.weights.slope!;
    if (operation.kernels[0]!.epilogue) {
      for (;;) {
        const next = consumerOf.get(layer.output);
        if (!next || readers.get(layer.output) !== 1 || fused.has(next)) break;
        const resolved = resolveNode(next, shapes, weightShapes);
        if (!fuseNext(layer, next, resolved, view)) break;
        fused.add(next);
        layer.output = next.output;
      }
    }
    layers.push(layer);
  });
  const spread = new Set(layers.map(({ noise }) => noise?.tensor));
  return layers.filter(({ output }) => !spread.has(output));
}

/** How often each tensor is read, by nodes or as an output of the graph. */
function countReaders(graph: Graph): Map<string, number> {
  const readers = new Map<string, number>();
  const read = [
    ...graph.nodes.flatMap((node) => node.inputs),
    ...graph.outputs.map((output) => output.tensor ?? output.name),
  ];
  for (const name of read) readers.set(name, (readers.get(name) ?? 0) + 1);
  return readers;
}

function fuseNext(
  layer: Layer,
  next: GraphNode,
  { operation, call }: ResolvedNode,
  graph: GraphView,
): boolean {
  const { epilogue, noise } = layer;
  if (
    operation.name === 'batchNorm2d' &&
    layer.operation.weightUse === 'matrix' &&
    epilogue === plainEpilogue &&
    !layer.norm
  ) {
    layer.norm = next;
    if (noise) Object.assign(noise.weights, next.weights);
    return true;
  }
  const activation: Activation | undefined =
    operation.activation?.(call.attributes) ?? operation.fusedActivation;
  if (activation && epilogue.activation.name === 'identity' && epilogue.residual !== 'afterActivation') {
    layer.epilogue = { ...epilogue, activation };
    if (activation.name === 'prelu') layer.slope = next.weights.slope!;
    return true;
  }
  return operation.fuse?.(layer, next, call, graph) ?? false;
}
