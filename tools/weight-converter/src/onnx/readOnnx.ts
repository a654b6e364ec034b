import { type Model, ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Conversion } from '../convert.ts';
import type { InputShapes } from '../graph/inputShapes.ts';
import { formatDims } from '../graph/shape.ts';
import { refusingInOneLine } from '../oneLine.ts';
import type { OpenSideFile } from '../sideFiles.ts';
import { convertGraph, type GraphSource } from './convertGraph.ts';
import { decodeOnnx } from './decodeOnnx.ts';
import { loadExternalData } from './externalData.ts';
import { inputsWithoutBatch, isBatchOfOne, resolveInputs } from './graphInputs.ts';
import type { OnnxGraph, OnnxModel } from './onnxModel.ts';
import { withMetadata } from './readMetadata.ts';

/** Operations whose meaning changed before 7 are refused one by one in an older file. */
const OLDEST_OPSET = 1;
const NEWEST_OPSET = 23;

/**
 * Reads an ONNX model, opset 7 to 23. Constants are folded, inputs and outputs keep their names, and the first axis of the
 * inputs becomes the batch N. Where it cannot be one, because the graph mixes what lies along it, and all other sizes are
 * fixed, a batch is put before the axes of the file, for which the graph is computed image by image. Throws ModelFileError.
 */
export function readOnnx(bytes: Uint8Array, fileName: string, options: { shapes?: InputShapes } = {}): Model {
  return readDecoded(decode(bytes, fileName), bytes.length, fileName, options.shapes).model;
}

/** The same for a file whose weights may lie in other files beside it. */
export async function readOnnxFiles(
  bytes: Uint8Array,
  fileName: string,
  options: { shapes?: InputShapes; openSideFile?: OpenSideFile | undefined } = {},
): Promise<Conversion> {
  const model = decode(bytes, fileName);
  const outside = await loadExternalData(model, fileName, options.openSideFile).catch((error: unknown) =>
    refusingInOneLine(fileName, () => {
      throw error;
    }),
  );
  return readDecoded(model, bytes.length + outside, fileName, options.shapes);
}

function readDecoded(
  decoded: OnnxModel,
  fileBytes: number,
  fileName: string,
  shapes?: InputShapes,
): Conversion {
  return refusingInOneLine(fileName, () => {
    const { model, notes } = convertModel(decoded, fileBytes, fileName, shapes);
    const described = withMetadata(model, decoded.metadata, fileName);
    return { ...described, notes: [...notes, ...described.notes] };
  });
}

function decode(bytes: Uint8Array, fileName: string): OnnxModel {
  return refusingInOneLine(fileName, () => {
    try {
      return decodeOnnx(bytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      throw new ModelFileError(`${fileName}: is no intact ONNX file: ${reason}`, { cause: error });
    }
  });
}

function convertModel(
  model: OnnxModel,
  fileBytes: number,
  fileName: string,
  shapes?: InputShapes,
): Conversion {
  const opset = model.opsets.get('') ?? 0;
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    throw new ModelFileError(`${fileName}: opset is ${opset}, expected ${OLDEST_OPSET} to ${NEWEST_OPSET}`);
  }
  const { graph } = model;
  if (graph.outputs.length === 0)
    throw new ModelFileError(`${fileName}: has no outputs, expected at least one`);
  const stored = new Set(graph.initializers.map((tensor) => tensor.name));
  const infos = graph.inputs.filter((input) => !stored.has(input.name));
  const source = { graph, opset, producer: model.producer, fileName, fileBytes };
  try {
    const converted = convertGraph({ ...source, ...resolveInputs(infos, fileName, shapes), lead: 0 });
    return { model: converted, notes: [] };
  } catch (error) {
    const inputs = inputsWithoutBatch(infos, shapes);
    if (inputs) return convertByImage({ ...source, inputs });
    const ofOne = movesBatch(graph) ? inputsWithoutBatch(infos, shapes, true) : undefined;
    if (ofOne === undefined) throw error;
    const { model: converted } = convertByImage({ ...source, inputs: ofOne });
    return {
      model: converted,
      notes: ['the graph moves the open batch to another place; it is computed image by image'],
    };
  }
}

/** The graph with a batch before the file's axes. */
function convertByImage(source: Omit<GraphSource, 'fixedBatch' | 'lead'>): Conversion {
  const model = convertGraph({ ...source, fixedBatch: undefined, lead: 1 });
  if (isBatchOfOne(source.inputs)) return { model, notes: [] };
  const shapes = source.inputs.map(({ name, shape }) => `"${name}" ${formatDims(shape)}`).join(', ');
  const note = `the file's first axis is no batch, because the graph mixes what lies along it; a batch N is put before its axes: ${shapes}`;
  return { model, notes: [note] };
}

/**
 * Whether a graph puts the first axis elsewhere, as the multi-head attention of PyTorch does, [N, L, E] to [L, N, E] and
 * back. Only then may an open batch be taken as one image: what reduces or multiplies along the batch would change.
 */
function movesBatch({ nodes }: OnnxGraph): boolean {
  return nodes.some(
    ({ op, attributes }) => op === 'Transpose' && (attributes.get('perm')?.ints[0] ?? 1) !== 0,
  );
}
