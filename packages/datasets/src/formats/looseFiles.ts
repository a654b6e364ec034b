import type { Folder } from '../export/folder.ts';
import type { PlannedImage } from '../plan/plannedImage.ts';
import type { ChunkWriter, DatasetWriter, WrittenFile } from './datasetFormat.ts';

/** From this many images on they lie in sub-folders: Hugging Face takes no more in one folder, and file managers hang. */
const MOST_IN_FOLDER = 10_000;
const IN_SUBFOLDER = 1000;

/** Where the file of an image lies below the folder of its kind: `012/knee-012345.png` in a large dataset, else `knee-000012.png`. */
export function placeOf({ index, name }: PlannedImage, extension: string, count: number): string {
  const file = `${name}.${extension}`;
  if (count <= MOST_IN_FOLDER) return file;
  const digits = String(Math.floor((count - 1) / IN_SUBFOLDER)).length;
  return `${String(Math.floor(index / IN_SUBFOLDER)).padStart(digits, '0')}/${file}`;
}

/**
 * A writer of one file an image.
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
      return {
        async add(image) {
          const { bytes, sha256 } = image;
          const path = pathOf(image);
          await folder.write(path, bytes);
          written.push({ path, bytes: bytes.length, sha256 });
        },
        close: async () => written,
      };
    },
    finish,
  };
}
