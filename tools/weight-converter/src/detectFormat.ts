import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { zipNames } from './pytorch/zip.ts';

export type SourceFormat =
  | 'onnx'
  | 'pytorch'
  | 'safetensors'
  | 'keras-h5'
  | 'keras-v3'
  | 'tfjs-layers'
  | 'tfjs-graph';

const expected =
  'expected ONNX (.onnx), PyTorch (.pt, .pth, .ckpt), safetensors, Keras (.h5, .keras) or a TensorFlow.js model.json';
const endings = {
  onnx: /\.onnx$/i,
  pytorch: /\.(pt|pth|ckpt|pkl|pickle|bin|tar)$/i,
  keras: /\.keras$/i,
  safetensors: /\.safetensors$/i,
};

/** Tells what a source file is by its first bytes, then by its name. Throws ModelFileError for what has no reader. */
export function detectFormat(bytes: Uint8Array, fileName: string): SourceFormat {
  const refuse = (found: string): never => {
    throw new ModelFileError(`${fileName}: ${found}, ${expected}`);
  };
  const starts = (...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
  if (bytes.length < 4) refuse(`has ${bytes.length} bytes`);
  // Before zip: the length of a header may read as zip's magic.
  if (isSafetensors(bytes) || endings.safetensors.test(fileName)) return 'safetensors';
  if (starts(0x50, 0x4b)) return zipFormat(bytes, fileName);
  if (starts(0x80) && bytes[1]! <= 5) return 'pytorch';
  if (starts(0x89, 0x48, 0x44, 0x46)) return 'keras-h5';
  if (isJson(bytes)) return tfjsFormat(bytes, refuse);
  if (endings.pytorch.test(fileName)) return 'pytorch';
  // Fields 1 (ir_version), 2 (producer_name), 7 (graph) and 8 (opset_import) of onnx.proto's ModelProto.
  if (endings.onnx.test(fileName) || [0x08, 0x12, 0x3a, 0x42].includes(bytes[0]!)) return 'onnx';
  return refuse('starts like no known format');
}

/** PyTorch and Keras 3 both write zip files. */
function zipFormat(bytes: Uint8Array, fileName: string): SourceFormat {
  // Of a damaged file its reader says how.
  const names = zipNames(bytes) ?? [];
  const isKeras = names.includes('config.json') || (names.length === 0 && endings.keras.test(fileName));
  return isKeras ? 'keras-v3' : 'pytorch';
}

/** An object or array after spaces and a byte order mark. */
function isJson(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function tfjsFormat(bytes: Uint8Array, refuse: (found: string) => never): SourceFormat {
  let json: { format?: unknown; modelTopology?: { node?: unknown } } | null;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    return refuse(`is no intact JSON (${(error as Error).message})`);
  }
  const topology = json?.modelTopology;
  if (typeof topology !== 'object' || topology === null)
    return refuse('is JSON without a modelTopology, so no model.json of TensorFlow.js');
  return json!.format === 'graph-model' || Array.isArray(topology.node) ? 'tfjs-graph' : 'tfjs-layers';
}

function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const header = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return header + 8n <= BigInt(bytes.length);
}
