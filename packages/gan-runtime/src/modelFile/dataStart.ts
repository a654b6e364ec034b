import { ModelFileError } from '../errors.ts';
import { limits } from './limits.ts';

/** How many bytes stand before the header: its length as a little-endian u64. */
export const lengthBytes = 8;

/** Where tensors' bytes start, from the first 8 bytes of a file. Throws `ModelFileError`. */
export function dataStartOf(prefix: Uint8Array, fileName: string): number {
  if (prefix.length < lengthBytes) {
    throw new ModelFileError(
      `${fileName}: has ${prefix.length} bytes, expected at least ${lengthBytes} (a safetensors file)`,
    );
  }
  const view = new DataView(prefix.buffer, prefix.byteOffset, lengthBytes);
  const length = Number(view.getBigUint64(0, true));
  if (length < 2 || length > limits.headerBytes) {
    throw new ModelFileError(
      `${fileName}: header length is ${length}, expected 2 to ${limits.headerBytes} (a safetensors file)`,
    );
  }
  if (length % 8 !== 0) {
    throw new ModelFileError(`${fileName}: header length is ${length}, expected a multiple of 8`);
  }
  return lengthBytes + length;
}
