import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { unzipSync } from 'fflate';

/** PyTorch stores without compression; weights that were zipped again shrink little. */
const MAX_RATIO = 8;

/** Bytes of an entry in a zip's directory, at least. */
const MIN_ENTRY = 46;

/** Whether a zip's directory cannot hold as many entries as were read from it: fflate believes the count, and reads zeros for hours. */
function overrun(entries: number, bytes: Uint8Array): boolean {
  return entries * MIN_ENTRY > bytes.length;
}

/** Names of the files in a zip, none of which is inflated; `undefined` where its directory is damaged. */
export function zipNames(bytes: Uint8Array): string[] | undefined {
  const names: string[] = [];
  try {
    unzipSync(bytes, {
      filter: ({ name }) => {
        if (overrun(names.push(name), bytes)) throw new RangeError('more entries than fit');
        return false;
      },
    });
  } catch {
    return undefined;
  }
  return names;
}

/** Files of a zip by name. What the directory declares is checked before anything is inflated (zip bombs). */
export function readZip(bytes: Uint8Array, fileName: string): Record<string, Uint8Array> {
  let [entries, total] = [0, 0];
  return unzipSync(bytes, {
    filter: ({ name, size, originalSize, compression }) => {
      if (overrun(++entries, bytes)) {
        throw new ModelFileError(
          `${fileName}: its zip directory names more than ${entries - 1} files, expected at most as many as fit into ${bytes.length} bytes`,
        );
      }
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
