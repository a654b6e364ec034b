import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { unzipSync } from 'fflate';

/** PyTorch stores without compression; weights that were zipped again shrink little. */
const MAX_RATIO = 8;

/** Files of a zip by name. What the directory declares is checked before anything is inflated (zip bombs). */
export function readZip(bytes: Uint8Array, fileName: string): Record<string, Uint8Array> {
  let total = 0;
  return unzipSync(bytes, {
    filter: ({ name, size, originalSize, compression }) => {
      total += Math.max(size, originalSize);
      if (compression === 0 && size !== originalSize) {
        throw new ModelFileError(`${fileName}: "${name}" is ${size} bytes, declared as ${originalSize}`);
      }
      if (!(total <= bytes.length * MAX_RATIO)) {
        throw new ModelFileError(
          `${fileName}: its files are ${total} bytes unpacked, the file only ${bytes.length}`,
        );
      }
      return true;
    },
  });
}
