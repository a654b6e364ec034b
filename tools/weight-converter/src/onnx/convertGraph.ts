import { type Graph, type GraphOutput, type Model, ModelFileError } from '@roentgan/gan-runtime/model-file';
import { Budget } from '../graph/budget.ts';
import { describeInput } from '../graph/describeInput.ts';
import { describeOutput } from '../graph/describeOutput.ts';
import { type Activation, GraphBuilder } from '../graph/graphBuilder.ts';
import { baseName, modelNameOf } from '../graph/modelName.ts';
import { BATCH } from '../graph/shape.ts';
import { firstNormalLatent } from '../graph/truncation.ts';
import { Call } from './call.ts';
import { checkIndexShape, isBatchOfOne, type ResolvedInput } from './graphInputs.ts';
import type { OnnxGraph, OnnxNode } from './onnxModel.ts';
import { pictureOf } from './pictureOutput.ts';
import { convertNodes, lookUp, type Scope } from './scope.ts';
import type { IndexLabel } from './value.ts';

/** What a graph is read as; see `readOnnx`. */
export interface GraphSource {
  readonly graph: OnnxGraph;
  readonly opset: number;
  readonly producer: string;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly inputs: readonly ResolvedInput[];
  readonly fixedBatch: number | undefined;
  /** 1 where the file knows no batch, so that one is put before its axes. */
  readonly lead: 0 | 1;
}

/** Inputs, nodes and outputs of an ONNX graph as a model. */
export function convertGraph(source: GraphSource): Model {
  const { graph, fileName, inputs, lead } = source;
  const builder = new GraphBuilder();
  builder.where = fileName;
  const scope: Scope = {
    ...source,
    builder,
    budget: new Budget(source.fileBytes),
    values: new Map(),
    initializers: new Map(),
    anyInput: () => declared[0]!.activation,
  };
  const isOfOne = lead === 1 && isBatchOfOne(inputs);
  const declared = inputs.map((input) => declareInput(input, scope, isOfOne));
  convertNodes(graph, scope);
  const outputs = graph.outputs.map(({ name }) => ({ name, value: readOutput(name, scope, isOfOne) }));
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

/**
 * An input as the model states it, and as the nodes read it: where a batch was added to a file for a batch of one, the
 * file's first axis is that batch for whoever uses the model.
 */
function declareInput(
  input: ResolvedInput,
  scope: Scope,
  isOfOne: boolean,
): { input: ResolvedInput; activation: Activation; index?: IndexLabel } {
  const { name, shape, isInteger } = input;
  if (scope.values.has(name)) throw new ModelFileError(`${scope.fileName}: input "${name}" is there twice`);
  if (isInteger) {
    checkIndexShape(input, scope.fileName);
    const activation = scope.builder.input(name, [BATCH, 1]);
    const index: IndexLabel = { kind: 'index', name, shape: shape.slice(scope.lead), label: {}, activation };
    scope.values.set(name, index);
    return { input, activation, index };
  }
  const stated = isOfOne ? shape.toSpliced(1, 1) : shape;
  const activation = scope.builder.input(name, stated);
  scope.builder.hint = `${name}.image`;
  const attributes = { shape: ['N', ...shape.slice(1)] };
  scope.values.set(name, isOfOne ? scope.builder.add('reshape', [activation], { attributes }) : activation);
  return { input: { ...input, shape: stated }, activation };
}

/** An output as the result of a node, never an input itself: an output that is one is copied. */
function readOutput(name: string, scope: Scope, isOfOne: boolean): Activation {
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
  if (isOfOne && value.shape.length > 2 && value.shape[1] === 1)
    return call.reshape(value, value.shape.slice(2));
  return value.made ? value : call.builder.add('multiply', [value], { weights: { other: unit(value) } });
}

function unit({ shape }: Activation) {
  return { name: 'one', shape: shape.map(() => 1), data: Float32Array.of(1) };
}
