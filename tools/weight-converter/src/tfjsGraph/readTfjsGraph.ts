import { type Graph, ModelFileError } from '@roentgan/gan-runtime/model-file';
import { ChannelsLast } from '../channelsLast/channelsLast.ts';
import type { Conversion, ConvertOptions } from '../convert.ts';
import { Budget } from '../graph/budget.ts';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import { resolveShapes } from '../graph/inputShapes.ts';
import { baseName, modelNameOf } from '../graph/modelName.ts';
import { countElements } from '../graph/shape.ts';
import { firstNormalLatent } from '../graph/truncation.ts';
import { refusingInOneLineLater } from '../oneLine.ts';
import { decodeWeights, type StoredWeight } from '../tfjsWeights/decodeWeights.ts';
import { isObject } from './attributes.ts';
import { convertNodes, countReaders, type GraphScope } from './convertNodes.ts';
import { readNodes, type TfNode } from './graphDef.ts';
import { declareInput, describeImages, heldInput, inputNodes, likeOutputs } from './graphInputs.ts';
import { readOutputs } from './graphOutputs.ts';
import { inOrder } from './order.ts';
import { readSignature, type Signature } from './signature.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the model.json of a TensorFlow.js graph model; its weights are in files beside it. Constants are folded; inputs and
 * outputs keep their layout and the names of their nodes, pictures come channels-first beside them. Throws ModelFileError.
 */
export function readTfjsGraph(
  bytes: Uint8Array,
  fileName: string,
  { shapes, openSideFile }: Pick<ConvertOptions, 'shapes' | 'openSideFile'> = {},
): Promise<Conversion> {
  return refusingInOneLineLater(fileName, async () => {
    const json = parse(bytes, fileName);
    const topology = isObject(json.modelTopology) ? json.modelTopology : {};
    const nodes = readNodes(topology.node, fileName);
    const signature = readSignature(json, nodes, fileName);
    const ordered = inOrder(nodes, signature.outputs, fileName);
    const weights = await decodeWeights(json.weightsManifest, openSideFile, fileName);
    return convertGraph({ ordered, signature, weights, fileBytes: bytes.length, fileName, shapes });
  });
}

function parse(bytes: Uint8Array, fileName: string): Json {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isObject(json)) return json;
  } catch (error) {
    throw new ModelFileError(`${fileName}: is no intact JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new ModelFileError(`${fileName}: is JSON, but no object`);
}

interface Source {
  readonly ordered: readonly TfNode[];
  readonly signature: Signature;
  readonly weights: ReadonlyMap<string, StoredWeight>;
  readonly fileBytes: number;
  readonly fileName: string;
  readonly shapes: ConvertOptions['shapes'];
}

function convertGraph({
  ordered,
  signature,
  weights,
  fileBytes,
  fileName,
  shapes: given,
}: Source): Conversion {
  const builder = new GraphBuilder();
  builder.where = fileName;
  const weightValues = [...weights.values()].reduce((sum, { shape }) => sum + countElements(shape), 0);
  const budget = new Budget(fileBytes + 4 * weightValues);
  const layers = new ChannelsLast(builder, budget);
  const placeholders = inputNodes(ordered, signature);
  const stated = new Map(signature.inputs.map(({ tensor, sizes }) => [tensor.node, sizes]));
  const sizes = placeholders.map(({ name, attributes }) => ({
    name,
    sizes: attributes.shape('shape') ?? stated.get(name),
  }));
  const { shapes, fixedBatch } = resolveShapes(sizes, fileName, given);
  const inputs = placeholders.map((node, at) => {
    builder.where = `${fileName}: input "${node.name}"`;
    return { node, ...declareInput(node, shapes[at]!, layers) };
  });
  const scope: GraphScope = {
    fileName,
    layers,
    budget,
    weights,
    fixedBatch,
    values: new Map(inputs.map(({ node, value }) => [node.name, [value]])),
    anyInput: () => heldInput(inputs[0]!.value),
    readers: countReaders(ordered, signature.outputs),
    classes: new Map(),
  };
  convertNodes(ordered, scope);
  const { activations, outputs } = readOutputs(signature.outputs, scope);
  const { nodes, tensors } = builder.finish(activations);
  const graphInputs = inputs.map(({ node, describe }) =>
    likeOutputs(describe(scope.classes.get(node.name)), outputs),
  );
  const truncation = firstNormalLatent(graphInputs);
  const graph: Graph = {
    formatVersion: 1,
    name: modelNameOf(fileName),
    inputs: graphInputs,
    nodes,
    outputs,
    ...(truncation && { truncation }),
    provenance: { source: baseName(fileName), synthetic: true },
  };
  return { model: { graph, tensors }, notes: describeImages(graphInputs) };
}
