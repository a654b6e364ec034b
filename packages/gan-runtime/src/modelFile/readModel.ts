import { parseHeader } from './header.ts';
import type { Model, WeightTensor } from './model.ts';
import { tensorFrom } from './tensorTable.ts';

/**
 * Reads a whole model file. The tensors are views of `bytes`, not copies.
 * @throws ModelFileError for anything that is not a valid model
 */
export function readModel(bytes: Uint8Array | ArrayBuffer, fileName = 'model'): Model {
  const file = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const header = parseHeader(file, file.length, fileName);
  const tensors = new Map<string, WeightTensor>();
  for (const [name, info] of header.tensors) {
    const start = header.dataStart + info.begin;
    tensors.set(name, tensorFrom(info, file.subarray(start, header.dataStart + info.end)));
  }
  return { graph: header.graph, tensors };
}
