import {
  type Graph,
  type Model,
  ModelFileError,
  parseJson,
  readModel,
  tensorFromFloat32,
  type WeightTensor,
  writeModel,
} from '@roentgan/gan-runtime/model-file';

/** Far longer texts are no metadata of a model. */
const MAX_TEXT = 4 * 1024 * 1024;

/**
 * What `writeOnnx` put into `metadata_props`: kinds and names of inputs, ranges, edits, sampler, provenance. They count where
 * inputs and outputs are still those of the file and everything fits; else the file is read like any other, with a note.
 */
export function withMetadata(
  model: Model,
  metadata: ReadonlyMap<string, string>,
  fileName: string,
): { model: Model; notes: string[] } {
  const text = metadata.get('roentgan');
  if (text === undefined) return { model, notes: [] };
  try {
    return { model: described(model, text, metadata.get('roentgan.vectors') ?? '{}'), notes: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    const note = `${fileName}: its metadata of Roentgan does not fit and is left out: ${reason}`;
    return { model, notes: [note.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 500)] };
  }
}

function described({ graph, tensors }: Model, text: string, vectorText: string): Model {
  if (Math.max(text.length, vectorText.length) > MAX_TEXT)
    throw new ModelFileError(`it has more than ${MAX_TEXT} characters`);
  const stated = parseJson(text, 'metadata') as Graph;
  const same = (a: readonly { name: string; shape: unknown }[], b: typeof a) =>
    a.length <= b.length &&
    a.every(({ name, shape }, at) => name === b[at]!.name && `${shape}` === `${b[at]!.shape}`);
  if (!same(stated.inputs, graph.inputs) || stated.inputs.length !== graph.inputs.length)
    throw new ModelFileError('its inputs are others than those of the graph');
  if (!same(stated.outputs, graph.outputs))
    throw new ModelFileError('its outputs are others than those of the graph');
  const vectors = readVectors(parseJson(vectorText, 'metadata'), new Set(tensors.keys()));
  const renamed = (edits: Graph['edits']) =>
    edits?.map(({ vector, ...edit }) =>
      vector === undefined ? edit : { ...edit, vector: vectors.get(vector)?.name ?? vector },
    );
  const candidate: Graph = {
    ...stated,
    ...(stated.edits && { edits: renamed(stated.edits)! }),
    ...(stated.directions && { directions: renamed(stated.directions)! }),
    nodes: graph.nodes,
    outputs: stated.outputs.map(({ tensor: _, ...output }, at) => {
      const { name, tensor = name } = graph.outputs[at]!;
      return { ...output, ...(tensor !== name && { tensor }) };
    }),
  };
  const added = [...vectors.values()].map(({ name, tensor }) => [name, tensor] as const);
  // The model file's own checks decide what of it is valid.
  return readModel(writeModel({ graph: candidate, tensors: new Map([...tensors, ...added]) }));
}

/** One step of each edit by the name in the metadata, as a tensor whose name no weight has. */
function readVectors(
  stated: unknown,
  taken: Set<string>,
): Map<string, { name: string; tensor: WeightTensor }> {
  const vectors = Object.entries(stated as Record<string, number[]>).map(([wanted, values]) => {
    let name = wanted;
    for (let copy = 2; taken.has(name); copy++) name = `${wanted}.${copy}`;
    taken.add(name);
    const data = Float32Array.from(values);
    return [wanted, { name, tensor: tensorFromFloat32(data, [data.length]) }] as const;
  });
  return new Map(vectors);
}
