import { type Model, ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Conversion } from '../convert.ts';
import type { InputShapes } from '../graph/inputShapes.ts';
import { refusingInOneLine } from '../oneLine.ts';
import type { OpenSideFile } from '../sideFiles.ts';
import { convertGraph } from './convertGraph.ts';
import { decodeOnnx } from './decodeOnnx.ts';
import { loadExternalData } from './externalData.ts';
import { inputsWithoutBatch, resolveInputs } from './graphInputs.ts';
import type { OnnxModel } from './onnxModel.ts';
import { withMetadata } from './readMetadata.ts';

/** Operations whose meaning changed before 7 are refused one by one in an older file. */
const OLDEST_OPSET = 1;
const NEWEST_OPSET = 23;

/**
 * Reads an ONNX model, opset 7 to 23. Constants are folded, inputs and outputs keep their names, and the first axis of the
 * inputs becomes the batch N. Where it cannot be one, because the graph mixes what lies along it, and all sizes are fixed, a
 * batch is put before the axes of the file, for which the graph is computed image by image. Throws ModelFileError.
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
    const model = convertModel(decoded, fileBytes, fileName, shapes);
    return withMetadata(model, decoded.metadata, fileName);
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

function convertModel(model: OnnxModel, fileBytes: number, fileName: string, shapes?: InputShapes): Model {
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
    return convertGraph({ ...source, ...resolveInputs(infos, fileName, shapes), lead: 0 });
  } catch (error) {
    const inputs = inputsWithoutBatch(infos, shapes);
    if (inputs === undefined) throw error;
    return convertGraph({ ...source, inputs, fixedBatch: undefined, lead: 1 });
  }
}
