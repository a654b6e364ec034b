import { type Model, ModelFileError, tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import { describeOutput } from '../graph/describeOutput.ts';
import { type Activation, GraphBuilder } from '../graph/graphBuilder.ts';
import { baseName, modelNameOf } from '../graph/modelName.ts';
import { BATCH } from '../graph/shape.ts';
import { firstNormalLatent } from '../graph/truncation.ts';
import type { StateDict } from '../pytorch/stateDict.ts';
import type { Architecture, ArchitectureOutput, Layer } from './architecture.ts';
import { LayerWeights } from './layerWeights.ts';

const numberLists: Readonly<Record<string, number>> = {
  stride: 2,
  dilation: 2,
  outputPadding: 2,
  padding: 4,
  size: 2,
};

/** Builds the model of an architecture with a state dict's weights. Throws ModelFileError where they do not fit. */
export function buildModel(architecture: Architecture, tensors: StateDict, fileName: string): Model {
  const builder = new GraphBuilder();
  const weights = new LayerWeights(tensors, builder);
  const values = new Map<string, Activation>();
  for (const { name, shape } of architecture.inputs) {
    values.set(
      name,
      builder.input(
        name,
        shape.map((size) => (size === 'N' ? BATCH : size)),
      ),
    );
  }
  let last: Activation | undefined;
  architecture.layers.forEach((layer, index) => {
    const prefix = typeof layer.weights === 'string' ? layer.weights : undefined;
    builder.hint = layer.name ?? prefix ?? `${layer.op}.${index}`;
    builder.where = `${fileName}: layer ${index} "${builder.hint}" (${layer.op})`;
    const inputs = layer.inputs?.map(
      (name) => values.get(name) ?? builder.fail(`reads "${name}", which no layer before it makes`),
    );
    const previous = last ?? values.values().next().value;
    const result = builder.add(layer.op, inputs ?? (previous ? [previous] : []), {
      weights: weights.of(layer),
      attributes: expandNumbers(layer.attributes ?? {}),
    });
    last = activate(builder, result, layer);
    if (layer.name !== undefined) values.set(layer.name, last);
  });
  const given: readonly ArchitectureOutput[] = architecture.outputs ?? [{ name: 'image' }];
  const outputs = given.map(({ name, layer, range }) => {
    const value = layer === undefined ? last : values.get(layer);
    if (!value?.made) throw new ModelFileError(`${fileName}: output "${name}" is made by no layer`);
    return { value, output: { ...describeOutput(name, value), ...(range && { range }) } };
  });
  const { sampler, tables = [] } = architecture;
  const truncation =
    architecture.truncation ?? (sampler ? undefined : firstNormalLatent(architecture.inputs));
  const { nodes, tensors: stored } = builder.finish(outputs.map(({ value }) => value));
  builder.where = fileName;
  for (const table of tables) {
    const { values } = weights.of({ op: 'table', weights: { values: table } });
    stored.set(table.name, tensorFromFloat32(values!.data, table.shape));
  }
  return {
    graph: {
      formatVersion: 1,
      name: architecture.name ?? modelNameOf(fileName),
      inputs: architecture.inputs,
      nodes,
      outputs: outputs.map(({ output }) => output),
      ...(truncation && { truncation }),
      ...(sampler && { sampler }),
      ...(architecture.mixing && { mixing: architecture.mixing }),
      provenance: { source: baseName(fileName), synthetic: true },
    },
    tensors: stored,
  };
}

function activate(builder: GraphBuilder, input: Activation, { activation }: Layer): Activation {
  if (activation === undefined) return input;
  const { op, ...attributes } = typeof activation === 'string' ? { op: activation } : activation;
  builder.hint = `${builder.hint}.${op}`;
  return builder.add(op, [input], { attributes });
}

/** `padding: 1` for `[1, 1, 1, 1]`, and two numbers for padding as PyTorch writes it, [vertical, horizontal]. */
function expandNumbers(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => {
      const length = numberLists[key];
      if (length === undefined) return [key, value];
      if (typeof value === 'number') return [key, new Array<number>(length).fill(value)];
      return [
        key,
        key === 'padding' && Array.isArray(value) && value.length === 2 ? [...value, ...value] : value,
      ];
    }),
  );
}
