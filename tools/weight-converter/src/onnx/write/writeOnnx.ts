import {
  type Graph,
  inferShapes,
  type Model,
  ModelFileError,
  resolveNode,
  tensorToFloat32,
} from '@roentgan/gan-runtime/model-file';
import { converterVersion } from '../../version.ts';
import { elementwise } from './elementwise.ts';
import { encodeOnnx } from './encodeOnnx.ts';
import { GraphWriter } from './graphWriter.ts';
import { layers } from './layers.ts';
import { layout } from './layout.ts';
import type { NodeCall, NodeWriter } from './nodeCall.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { unary } from './unary.ts';

const opset = 17;
const irVersion = 8;
/** A protobuf message is shorter than 2 GiB. */
const largestFile = 2 ** 31 - 1;

const writers: ReadonlyMap<string, NodeWriter> = new Map(
  Object.entries<NodeWriter>({
    ...layers,
    ...layout,
    ...normalization,
    ...products,
    ...pooling,
    ...reductions,
    ...elementwise,
    ...unary,
  }),
);

/**
 * A model as an ONNX file (opset 17) that gives the same values: f32 inputs and outputs under the same names, the batch
 * open as `N`. Weights keep their type and become f32 in the graph. What ONNX has no place for (labels, edits,
 * provenance) stands in `metadata_props`: the graph's JSON as `roentgan`, the edits' vectors as `roentgan.vectors`.
 * @throws ModelFileError where the model is not valid, or is too large for one ONNX file
 */
export function writeOnnx(model: Model): Uint8Array<ArrayBuffer> {
  const { graph, tensors } = model;
  const writer = new GraphWriter(tensors);
  writeNodes(model, writer);
  const size = writer.initializers.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > largestFile) {
    throw new ModelFileError(`weights are ${size} bytes, expected at most ${largestFile} for one ONNX file`);
  }
  const [name, version] = converterVersion.split(' ') as [string, string];
  return encodeOnnx({
    opset,
    irVersion,
    producer: { name, version },
    metadata: { roentgan: JSON.stringify(graph), ...vectorsOf(model) },
    name: graph.name ?? 'model',
    nodes: writer.nodes,
    initializers: writer.initializers,
    inputs: graph.inputs,
    outputs: graph.outputs,
  });
}

function writeNodes({ graph, tensors }: Model, writer: GraphWriter): void {
  const weightShapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const shapes = inferShapes(graph, weightShapes, 1);
  const values = new Map(graph.inputs.map(({ name }) => [name, writer.reserve(name)]));
  const copies = reserveOutputs(graph, values, writer);
  for (const node of graph.nodes) {
    const output = values.get(node.output) ?? writer.unique(node.output);
    values.set(node.output, output);
    const { call } = resolveNode(node, shapes, weightShapes);
    const nodeCall: NodeCall = {
      graph: writer,
      inputs: node.inputs.map((name) => values.get(name)!) as [string, ...string[]],
      shapes: call.inputs,
      output: call.output,
      attributes: call.attributes,
      weights: Object.fromEntries(
        Object.entries(node.weights).map(([role, name]) => [role, { name, shape: weightShapes.get(name)! }]),
      ),
      step: (op, inputs, attributes = {}) =>
        writer.add(op, inputs, attributes, writer.unique(`${output}.${op.toLowerCase()}`)),
    };
    const write = writers.get(node.op);
    if (write === undefined) throw new ModelFileError(`${node.op} "${node.name}": has no ONNX operation`);
    const [op, inputs, attributes = {}] = write(nodeCall as NodeCall<never>);
    writer.add(op, inputs, attributes, output);
  }
  for (const { tensor, name } of copies) writer.add('Identity', [values.get(tensor)!], {}, name);
}

/**
 * Gives the node that makes an output the output's name. Returns the outputs that must be copied: those that are an
 * input, or another output too.
 */
function reserveOutputs(
  graph: Graph,
  values: Map<string, string>,
  writer: GraphWriter,
): { readonly tensor: string; readonly name: string }[] {
  return graph.outputs.flatMap(({ name, tensor = name }) => {
    writer.reserve(name);
    if (values.has(tensor)) return [{ tensor, name }];
    values.set(tensor, name);
    return [];
  });
}

/** One step of each edit and direction: an ONNX graph has no use for them, and runtimes drop unused initializers. */
function vectorsOf({ graph, tensors }: Model): Record<string, string> {
  const names = [...(graph.edits ?? []), ...(graph.directions ?? [])].flatMap(({ vector }) => vector ?? []);
  if (names.length === 0) return {};
  const vectors = names.map((name) => [name, Array.from(tensorToFloat32(tensors.get(name)!))]);
  return { 'roentgan.vectors': JSON.stringify(Object.fromEntries(vectors)) };
}
