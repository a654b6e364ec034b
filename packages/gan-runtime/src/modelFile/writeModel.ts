import { ModelFileError } from '../errors.ts';
import { lengthBytes } from './dataStart.ts';
import { parseHeader } from './header.ts';
import type { Model, WeightTensor } from './model.ts';
import { parseGraph } from './parseGraph.ts';
import { bytesPerElement } from './tensorTable.ts';

/**
 * A model file's bytes, the same for the same model. Tensors keep their order, but wider elements come first: that
 * aligns each, and the scales of int8 weights stand before the weights.
 * @throws ModelFileError where `readModel` would refuse the result
 */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  const tensors = [...model.tensors].sort(([, first], [, second]) => widthOf(second) - widthOf(first));
  const header = headerBytes(model, tensors);
  const dataLength = tensors.reduce((sum, [, { bytes }]) => sum + bytes.length, 0);
  parseHeader(header, header.length + dataLength);
  const file = new Uint8Array(header.length + dataLength);
  file.set(header);
  let at = header.length;
  for (const [, { bytes }] of tensors) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

function widthOf({ dtype }: WeightTensor): number {
  return bytesPerElement[dtype];
}

/** The length field and the JSON, padded with spaces to a multiple of 8 bytes. */
function headerBytes(model: Model, tensors: readonly (readonly [string, WeightTensor])[]): Uint8Array {
  const graph = parseGraph(JSON.parse(JSON.stringify(model.graph)));
  const entries = [`"__metadata__":${JSON.stringify({ format: 'pt', roentgan: JSON.stringify(graph) })}`];
  let begin = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    if (name === '__metadata__')
      throw new ModelFileError('tensor "__metadata__": safetensors reserves this name');
    const info = { dtype, shape, data_offsets: [begin, begin + bytes.length] };
    entries.push(`${JSON.stringify(name)}:${JSON.stringify(info)}`);
    begin += bytes.length;
  }
  const json = new TextEncoder().encode(`{${entries.join(',')}}`);
  const header = new Uint8Array(lengthBytes + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - lengthBytes), true);
  header.set(json, lengthBytes);
  return header;
}
