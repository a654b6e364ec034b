import { type Graph, type Model, ModelFileError } from '@roentgan/gan-runtime/model-file';
import { ChannelsLast } from '../channelsLast/channelsLast.ts';
import { describeSourceInput } from '../channelsLast/describeSourceInput.ts';
import { describeSourceOutputs } from '../channelsLast/describeSourceOutputs.ts';
import { assumeRanges } from '../channelsLast/imageRanges.ts';
import { Budget } from '../graph/budget.ts';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import { type InputShapes, resolveShapes } from '../graph/inputShapes.ts';
import { baseName, modelNameOf } from '../graph/modelName.ts';
import { firstNormalLatent } from '../graph/truncation.ts';
import { buildGraph } from './buildGraph.ts';
import type { KerasModel } from './kerasModel.ts';
import type { Dialect } from './layerCall.ts';
import type { WeightSource } from './layerWeights.ts';
import { parseModel } from './parseModel.ts';

/** A Keras model as its container gives it. */
export interface KerasSource {
  readonly fileName: string;
  /** All bytes of it, weights included: what memory its layers may take is measured by them. */
  readonly bytes: number;
  /** `{ class_name, config }` of the model. */
  readonly modelConfig: unknown;
  /** What wrote it, such as `2.10.0` or `2.2.4-tf`. */
  readonly kerasVersion: unknown;
  readonly isTensorflowJs: boolean;
  readonly weights: WeightSource;
  readonly shapes: InputShapes;
}

/** A Keras model as ours: inputs and outputs keep names and layout, pictures come channels-first beside them. */
export function readKeras(source: KerasSource): { model: Model; notes: string[] } {
  const { fileName, isTensorflowJs } = source;
  // TensorFlow.js calls itself `tfjs-layers 4.22.0`; it speaks Keras 2.
  const dialect: Dialect = { keras: Number.parseInt(`${source.kerasVersion}`, 10) || 2, isTensorflowJs };
  const model = parseModel(source.modelConfig, fileName);
  const builder = new GraphBuilder();
  builder.where = fileName;
  const budget = new Budget(source.bytes);
  const layers = new ChannelsLast(builder, budget);
  budget.where = fileName;
  const inputs = declaredInputs(model, fileName);
  const { shapes } = resolveShapes(inputs, fileName, source.shapes);
  const values = inputs.map(({ name }, at) => {
    const shape = shapes[at]!;
    // A label [N] is [N, 1] in a model file.
    return shape.length === 1
      ? layers.reshape(layers.input(name, [...shape, 1]), shape)
      : layers.input(name, shape);
  });
  const classes = new Map<string, number>();
  const results = buildGraph(model, values, {
    ...{ fileName, layers, dialect, classes },
    ...{ source: source.weights, weights: new Map(), calls: 0 },
  });
  builder.where = fileName;
  const named = results.map((value, at) => ({ name: outputName(model, at), value }));
  const described = describeSourceOutputs(layers, named);
  const { nodes, tensors } = builder.finish(described.activations);
  const stated = inputs.map(({ name }, at) => {
    const shape = shapes[at]!;
    return describeSourceInput(
      { name, shape: shape.length === 1 ? [...shape, 1] : shape },
      classes.get(name),
    );
  });
  const edges = { inputs: stated, outputs: described.outputs };
  const isUnbounded = named.every(({ value }) => value.held.bounds === undefined);
  const { inputs: graphInputs, outputs, notes } = assumeRanges(edges, isUnbounded);
  const truncation = firstNormalLatent(graphInputs);
  const graph: Graph = {
    formatVersion: 1,
    // Every model of TensorFlow.js is called model.json.
    name: dialect.isTensorflowJs ? model.name.slice(0, 200) || 'generator' : modelNameOf(fileName),
    inputs: graphInputs,
    nodes,
    outputs,
    ...(truncation && { truncation }),
    provenance: { source: baseName(fileName), synthetic: true },
  };
  return { model: { graph, tensors }, notes };
}

function declaredInputs(model: KerasModel, fileName: string) {
  if (model.inputs.length === 0 || model.outputs.length === 0)
    throw new ModelFileError(
      `${fileName}: has ${model.inputs.length} inputs and ${model.outputs.length} outputs`,
    );
  return model.inputs.map((ref) => {
    const layer = model.layers.get(ref.layer);
    if (layer?.className !== 'InputLayer')
      throw new ModelFileError(`${fileName}: input "${ref.layer}" is no InputLayer`);
    const { config } = layer;
    const stated = [config.batch_shape, config.batch_input_shape].find(Array.isArray);
    const sizes = stated?.map((size: unknown) => (typeof size === 'number' ? size : undefined));
    return { name: ref.layer, sizes };
  });
}

/** The layer's name; numbered where one layer gives several outputs. */
function outputName(model: KerasModel, at: number): string {
  const { layer } = model.outputs[at]!;
  const before = model.outputs.slice(0, at).filter((output) => output.layer === layer).length;
  return before === 0 ? layer : `${layer}_${before}`;
}
