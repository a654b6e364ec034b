import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { OpenSideFile } from '../sideFiles.ts';
import type { OnnxGraph, OnnxModel, OnnxTensor } from './onnxModel.ts';

/** More files than any exporter writes: one for each tensor of a large model. */
const MAX_FILES = 20_000;

/** Puts the bytes of tensors that lie in other files in their place and returns how many they are. Throws ModelFileError. */
export async function loadExternalData(
  model: OnnxModel,
  fileName: string,
  open: OpenSideFile | undefined,
): Promise<number> {
  const tensors = externalTensors(model.graph);
  const opened = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const tensor of tensors) {
    const where = `${fileName}: tensor "${tensor.name}"`;
    const path = tensor.external!.get('location') ?? '';
    if (!isBeside(path))
      throw new ModelFileError(
        `${where} lies in "${path}", expected a relative path that stays in the file's folder`,
      );
    if (open === undefined)
      throw new ModelFileError(
        `${where} lies in "${path}", which cannot be opened here; save the model as one file`,
      );
    if (!opened.has(path)) {
      if (opened.size >= MAX_FILES)
        throw new ModelFileError(`${fileName}: lies in more than ${MAX_FILES} files`);
      opened.set(path, await openBeside(open, path, where));
    }
    tensor.raw = partOf(opened.get(path)!, tensor, path, where);
    delete tensor.external;
    bytes += tensor.raw.length;
  }
  return bytes;
}

function externalTensors({ initializers, nodes }: OnnxGraph): OnnxTensor[] {
  const attributes = nodes.flatMap((node) => [...node.attributes.values()]);
  return [
    ...initializers,
    ...attributes.flatMap(({ tensor }) => (tensor ? [tensor] : [])),
    ...attributes.flatMap(({ graph }) => (graph ? externalTensors(graph) : [])),
  ].filter(({ external }) => external !== undefined);
}

/** No root, no drive, no step upwards, no backslash or control character. */
function isBeside(path: string): boolean {
  const isPlain = path !== '' && !/^[/~]|^[A-Za-z]:|[\\\p{Cc}]/u.test(path);
  return isPlain && path.split('/').every((part) => part !== '..' && part !== '');
}

async function openBeside(open: OpenSideFile, path: string, where: string): Promise<Uint8Array> {
  try {
    return await open(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    throw new ModelFileError(`${where} lies in "${path}", which cannot be read: ${reason}`, { cause: error });
  }
}

function partOf(file: Uint8Array, { external }: OnnxTensor, path: string, where: string): Uint8Array {
  const [offset, length] = [external!.get('offset') ?? '0', external!.get('length')].map((text) =>
    text === undefined ? undefined : /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN,
  ) as [number, number | undefined];
  const end = length === undefined ? file.length : offset + length;
  if (!(offset <= end && end <= file.length)) {
    throw new ModelFileError(
      `${where} is ${external!.get('length') ?? 'the rest'} bytes at ${external!.get('offset') ?? 0} of "${path}", which has ${file.length}`,
    );
  }
  return file.subarray(offset, end);
}
