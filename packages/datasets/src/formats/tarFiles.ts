import { createTarDecoder } from 'modern-tar';
import type { Folder } from '../export/folder.ts';

const SLICE = 4 * 2 ** 20;

/**
 * The files of a tar with their bytes, one at a time in memory.
 * @throws Error where it is no tar
 */
export async function* tarFiles(
  folder: Folder,
  path: string,
): AsyncIterable<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const entries = fileStream(folder, path).pipeThrough(createTarDecoder({ strict: true }));
  for await (const { header, body } of entries) {
    yield { name: header.name, bytes: new Uint8Array(await new Response(body as BodyInit).arrayBuffer()) };
  }
}

function fileStream(folder: Folder, path: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      const bytes = await folder.read(path, at, at + SLICE);
      if (!bytes || bytes.length === 0) controller.close();
      else controller.enqueue(bytes);
      at += SLICE;
    },
  });
}
