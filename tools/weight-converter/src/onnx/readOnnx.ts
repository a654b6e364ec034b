import { type Graph, type GraphOutput, type Model, ModelFileError } from '@roentgan/gan-runtime/model-file';
import { describeOutput } from '../graph/describeOutput.ts';
import { type Activation, GraphBuilder } from '../graph/graphBuilder.ts';
import { baseName, modelNameOf } from '../graph/modelName.ts';
import { firstNormalLatent } from '../graph/truncation.ts';
import { refusingInOneLine } from '../oneLine.ts';
import { Budget } from './budget.ts';
import { Call } from './call.ts';
import { decodeOnnx } from './decodeOnnx.ts';
import {
  checkIndexShape,
  describeInput,
  type InputShapes,
  type ResolvedInput,
  resolveInputs,
} from './graphInputs.ts';
import type { OnnxModel, OnnxNode } from './onnxModel.ts';
import { pictureOf } from './pictureOutput.ts';
import { convertNodes, lookUp, type Scope } from './scope.ts';
import type { IndexLabel } from './value.ts';

const OLDEST_OPSET = 7;
const NEWEST_OPSET = 23;

/**
 * Reads an ONNX generator (opset 9 to 18 as PyTorch exports it; near versions work where their operations do).
 * Constants are folded, fixed batches become N, inputs and outputs keep their names. Throws ModelFileError.
 */
export function readOnnx(bytes: Uint8Array, fileName: string, options: { shapes?: InputShapes } = {}): Model {
  return refusingInOneLine(fileName, () =>
    convertModel(decode(bytes, fileName), bytes.length, fileName, options.shapes),
  );
}

function decode(bytes: Uint8Array, fileName: string): OnnxModel {
  try {
    return decodeOnnx(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new ModelFileError(`${fileName}: is no intact ONNX file: ${reason}`, { cause: error });
  }
}

function convertModel(model: OnnxModel, fileBytes: number, fileName: string, shapes?: InputShapes): Model {
  const opset = model.opsets.get('') ?? 0;
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    throw new ModelFileError(
      `${fileName}: opset is ${opset}, expected 9 to 18 (${OLDEST_OPSET} to ${NEWEST_OPSET} are tried)`,
    );
  }
  const { graph } = model;
  if (graph.outputs.length === 0)
    throw new ModelFileError(`${fileName}: has no outputs, expected at least one`);
  const stored = new Set(graph.initializers.map((tensor) => tensor.name));
  const infos = graph.inputs.filter((input) => !stored.has(input.name));
  const { inputs, fixedBatch } = resolveInputs(infos, fileName, shapes);
  const builder = new GraphBuilder();
  builder.where = fileName;
  const scope: Scope = {
    opset,
    fileName,
    builder,
    budget: new Budget(fileBytes),
    values: new Map(),
    initializers: new Map(),
    meanSquares: new Map(),
    fixedBatch,
    anyInput: () => declared[0]!.activation,
  };
  const declared = inputs.map((input) => declareInput(input, scope));
  convertNodes(graph, scope);
  const outputs = graph.outputs.map(({ name }) => ({ name, value: readOutput(name, scope) }));
  addPicture(outputs, builder);
  const { nodes, tensors } = builder.finish(outputs.map((output) => output.value));
  const graphInputs = declared.map(({ input, index }) =>
    describeInput(input, index ? (index.label.classes ?? 1) : undefined),
  );
  const truncation = firstNormalLatent(graphInputs);
  const result: Graph = {
    formatVersion: 1,
    name: modelNameOf(fileName),
    inputs: graphInputs,
    nodes,
    outputs: outputs.map(({ name, value }): GraphOutput => describeOutput(name, value)),
    ...(truncation && { truncation }),
    provenance: { source: baseName(fileName), synthetic: true },
  };
  return { graph: result, tensors };
}

/** Adds a picture of the first output that can be one, where no output is an image already. */
function addPicture(outputs: { name: string; value: Activation }[], builder: GraphBuilder): void {
  if (outputs.some(({ name, value }) => describeOutput(name, value).channels !== 'raw')) return;
  for (const { name, value } of outputs) {
    builder.hint = `${name}.picture`;
    const picture = pictureOf(builder, value);
    if (picture === undefined) continue;
    outputs.push({
      name: outputs.some((other) => other.name === 'image') ? `${name}.picture` : 'image',
      value: picture,
    });
    return;
  }
}

function declareInput(
  input: ResolvedInput,
  scope: Scope,
): { input: ResolvedInput; activation: Activation; index?: IndexLabel } {
  const { name, shape, isInteger } = input;
  if (scope.values.has(name)) throw new ModelFileError(`${scope.fileName}: input "${name}" is there twice`);
  if (!isInteger) {
    const activation = scope.builder.input(name, shape);
    scope.values.set(name, activation);
    return { input, activation };
  }
  checkIndexShape(input, scope.fileName);
  const activation = scope.builder.input(name, [shape[0]!, 1]);
  const index: IndexLabel = { kind: 'index', name, shape, label: {}, activation };
  scope.values.set(name, index);
  return { input, activation, index };
}

/** An output as the result of a node, never an input itself: an output that is one is copied. */
function readOutput(name: string, scope: Scope): Activation {
  scope.builder.where = `${scope.fileName}: output "${name}"`;
  scope.builder.hint = name;
  const node: OnnxNode = {
    name,
    op: 'output',
    domain: '',
    inputs: [name],
    outputs: [],
    attributes: new Map(),
  };
  const call = new Call(node, [lookUp(name, scope, new Map())], scope);
  const value = call.activation(0);
  return value.made ? value : call.builder.add('multiply', [value], { weights: { other: unit(value) } });
}

function unit({ shape }: Activation) {
  return { name: 'one', shape: shape.map(() => 1), data: Float32Array.of(1) };
}
