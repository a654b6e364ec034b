import { zipFolder } from '@roentgan/datasets';
import type { GeneratedImage } from '@roentgan/gan-runtime';
import { saveFile } from '../saveFile.ts';
import { signedPng } from '../signedPng.ts';
import { imageFileName } from '../studioState.ts';
import type { ImageRequest } from './imageRequest.ts';

export interface SaveOrder {
  readonly requests: readonly ImageRequest[];
  readonly modelName: string;
  readonly signal: AbortSignal;
  image(request: ImageRequest, signal: AbortSignal): Promise<GeneratedImage>;
  onProgress(done: number): void;
}

/**
 * Downloads images as PNGs with their provenance: one as it is, several in a zip, which is handed over whole or not at all.
 * @returns the file's name
 * @throws what `signal` was aborted with; what kept an image from being made
 */
export async function saveImages(order: SaveOrder): Promise<string> {
  const { requests, modelName, signal, onProgress } = order;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const request of requests) {
    const png = await signedPng(await order.image(request, signal));
    signal.throwIfAborted();
    const name = imageFileName(modelName, request.state);
    if (requests.length === 1) {
      saveFile(png, name);
      return name;
    }
    files.set(name, new Uint8Array(await png.arrayBuffer()));
    onProgress(files.size);
  }
  const folder = `${modelName}-gallery`.replaceAll(/[^\w.-]+/g, '-');
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const inMemory = {
    list: async () => [...files.keys()],
    size: async (path: string) => files.get(path)?.length,
    read: async (path: string, start?: number, end?: number) => files.get(path)?.subarray(start, end),
  };
  for await (const piece of zipFolder(inMemory, folder)) {
    signal.throwIfAborted();
    pieces.push(piece);
  }
  const name = `${folder}-${requests.length}-images.zip`;
  saveFile(new Blob(pieces, { type: 'application/zip' }), name);
  return name;
}
