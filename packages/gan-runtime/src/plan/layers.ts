import type { Activation, Call, Epilogue, FoldedCall, Operation } from '@roentgan/kernels';
import { plainEpilogue } from '@roentgan/kernels/core';
import { resolveNode } from '../graph/inferShapes.ts';
import type { Graph, GraphNode } from '../modelFile/model.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** A graph node with what was fused behind it. */
export interface Layer {
  readonly node: GraphNode;
  readonly operation: Operation;
  readonly call: Call;
  /** The tensor it makes: the last fused node's. */
  output: string;
  epilogue: Epilogue;
  /** A batch norm folded into the weights. */
  norm?: GraphNode;
  /** Tensor of a fused prelu's slope. */
  slope?: string;
  /** Activation that is added behind it. */
  residual?: string;
  /** Factors of nearest upsampling that was folded into this convolution. */
  readonly upsample?: FoldedCall['upsample'];
}

/**
 * Fuses each node with the nodes behind it that nothing else reads: nearest upsampling into the convolution, batch
 * norm into the weights, then activation and residual add into the epilogue. `shapes` are those of `inferShapes`.
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
    const reader = readers.get(node.output) === 1 ? consumerOf.get(node.output) : undefined;
    const folded =
      reader?.op === 'conv2d' &&
      resolved.operation.foldIntoConvolution?.(resolved.call, resolveNode(reader, shapes, weightShapes).call);
    if (folded) {
      const joined = { ...reader, inputs: node.inputs };
      upsampled.set(reader, { ...folded, node: joined, output: reader.output, epilogue: plainEpilogue });
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
    };
    if (activation) layer.epilogue = { ...plainEpilogue, activation };
    if (activation?.name === 'prelu') layer.slope = node.weights.slope!;
    if (operation.kernels[0]!.epilogue) {
      for (;;) {
        const next = consumerOf.get(layer.output);
        if (!next || readers.get(layer.output) !== 1 || fused.has(next)) break;
        const resolved = resolveNode(next, shapes, weightShapes);
        const ready = (name: string) => (madeAt.get(name) ?? -1) < index;
        if (!fuseNext(layer, next, resolved.operation, resolved.call, shapes, ready)) break;
        fused.add(next);
        layer.output = next.output;
      }
    }
    layers.push(layer);
  });
  return layers;
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
  operation: Operation,
  call: Call,
  shapes: Shapes,
  ready: (tensor: string) => boolean,
): boolean {
  const untouched = layer.epilogue === plainEpilogue;
  if (
    operation.name === 'batchNorm2d' &&
    layer.operation.weightUse === 'matrix' &&
    untouched &&
    !layer.norm
  ) {
    layer.norm = next;
    return true;
  }
  const { residual } = layer.epilogue;
  const activation: Activation | undefined =
    operation.activation?.(call.attributes) ?? operation.fusedActivation;
  if (activation && layer.epilogue.activation.name === 'identity' && residual !== 'afterActivation') {
    layer.epilogue = { ...layer.epilogue, activation };
    if (activation.name === 'prelu') layer.slope = next.weights.slope!;
    return true;
  }
  if (operation.name === 'add' && next.inputs.length === 2 && residual === 'none') {
    const other = next.inputs[next.inputs[0] === layer.output ? 1 : 0]!;
    const shape = shapes.get(other)!;
    const sameShape =
      String(shape) === String(call.output) && String(shape) === String(shapes.get(layer.output));
    if (!sameShape || !ready(other)) return false;
    const place = layer.epilogue.activation.name === 'identity' ? 'beforeActivation' : 'afterActivation';
    layer.epilogue = { ...layer.epilogue, residual: place };
    layer.residual = other;
    return true;
  }
  return false;
}
