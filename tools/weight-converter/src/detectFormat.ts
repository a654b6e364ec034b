import { ModelFileError } from '@roentgan/gan-runtime/model-file';

export type SourceFormat = 'onnx' | 'pytorch';

const endings = { onnx: /\.onnx$/i, pytorch: /\.(pt|pth|ckpt|pkl|pickle|bin|tar)$/i };

/** Tells what a source file is by its first bytes, then by its name. Throws ModelFileError for what has no reader. */
export function detectFormat(bytes: Uint8Array, fileName: string): SourceFormat {
  const refuse = (found: string): never => {
    throw new ModelFileError(
      `${fileName}: ${found}, expected an ONNX file or a PyTorch checkpoint (.pt, .pth, .ckpt)`,
    );
  };
  const starts = (...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
  if (bytes.length < 4) refuse(`has ${bytes.length} bytes`);
  if (starts(0x50, 0x4b)) return 'pytorch';
  if (starts(0x80) && bytes[1]! <= 5) return 'pytorch';
  if (starts(0x89, 0x48, 0x44, 0x46)) refuse('is an HDF5 file (Keras), which has no reader yet');
  if (isSafetensors(bytes))
    refuse('is a .safetensors file; one that Roentgan wrote needs no conversion, others have no reader yet');
  if (starts(0x7b) || starts(0x5b)) refuse('is JSON (a TensorFlow.js model?), which has no reader yet');
  if (endings.pytorch.test(fileName)) return 'pytorch';
  // Fields 1 (ir_version), 2 (producer_name), 7 (graph) and 8 (opset_import) of onnx.proto's ModelProto.
  if (endings.onnx.test(fileName) || [0x08, 0x12, 0x3a, 0x42].includes(bytes[0]!)) return 'onnx';
  return refuse('starts like no known format');
}

function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const header = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return header + 8n <= BigInt(bytes.length);
}
