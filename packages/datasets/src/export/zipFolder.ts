import { crc32 } from '@roentgan/gan-runtime';
import { directoryEnd, directoryRecord, localHeader, type ZipEntry } from '../formats/zipRecords.ts';
import type { Folder } from './folder.ts';

/** What a zip needs of a folder. */
type ReadFolder = Pick<Folder, 'list' | 'size' | 'read'>;

const SLICE = 8 * 2 ** 20;

/** A zip of all files of a folder, stored as they are below `top`, piece by piece: a browser that gives no folder downloads it. */
export async function* zipFolder(folder: ReadFolder, top: string): AsyncIterable<Uint8Array<ArrayBuffer>> {
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const path of (await folder.list()).sort()) {
    const size = (await folder.size(path)) ?? 0;
    let crc = 0;
    for await (const slice of slices(folder, path, size)) crc = crc32(slice, crc);
    const entry: ZipEntry = { name: `${top}/${path}`, crc32: crc, size, offset };
    const header = localHeader(entry);
    yield header;
    yield* slices(folder, path, size);
    directory.push(directoryRecord(entry));
    offset += header.length + size;
  }
  yield* directory;
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  yield directoryEnd({ files: directory.length, offset, size });
}

async function* slices(
  folder: ReadFolder,
  path: string,
  size: number,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < size; at += SLICE) yield (await folder.read(path, at, Math.min(size, at + SLICE)))!;
}
