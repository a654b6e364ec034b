import type { Folder } from '../export/folder.ts';
import type { PlannedImage } from '../plan/plannedImage.ts';
import type { ChunkWriter, DatasetWriter, WrittenFile } from './datasetFormat.ts';

/** From this many images on they lie in sub-folders: Hugging Face takes no more in one folder, and file managers hang. */
const MOST_IN_FOLDER = 10_000;
const IN_SUBFOLDER = 1000;
/** Files that are being written: the file system does what is between them side by side. */
const AT_A_TIME = 8;

/** Where the file of an image lies below the folder of its kind: `012/knee-012345.png` in a large dataset, else `knee-000012.png`. */
export function placeOf({ index, name }: PlannedImage, extension: string, count: number): string {
  const file = `${name}.${extension}`;
  if (count <= MOST_IN_FOLDER) return file;
  const digits = String(Math.floor((count - 1) / IN_SUBFOLDER)).length;
  return `${String(Math.floor(index / IN_SUBFOLDER)).padStart(digits, '0')}/${file}`;
}

/**
 * A writer of one file an image, a few of them at a time.
 * @param pathOf where the file of an image lies in the dataset
 * @param finish writes the tables
 */
export function looseFiles(
  folder: Folder,
  pathOf: (image: PlannedImage) => string,
  finish: DatasetWriter['finish'],
): DatasetWriter {
  return {
    async openChunk(): Promise<ChunkWriter> {
      const written: WrittenFile[] = [];
      const writing = new Set<Promise<void>>();
      return {
        async add(image) {
          const { bytes, sha256 } = image;
          const path = pathOf(image);
          const write = folder.write(path, bytes).then(() => void writing.delete(write));
          write.catch(() => {}); // thrown to whoever waits below
          writing.add(write);
          written.push({ path, bytes: bytes.length, sha256 });
          if (writing.size >= AT_A_TIME) await Promise.race(writing);
        },
        async close() {
          await Promise.all(writing);
          return written;
        },
        async leave() {
          await Promise.allSettled(writing);
        },
      };
    },
    finish,
  };
}
