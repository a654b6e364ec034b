import { createGifFrames, type GifFrame, type GifFrames, type GifSettings } from './gifFrames.ts';

/** What the page asks of the worker: settings first, then frames, then the end. Each is answered before the next is sent. */
export type GifRequest =
  | { readonly kind: 'start'; readonly settings: GifSettings }
  | { readonly kind: 'frame'; readonly frame: GifFrame }
  | { readonly kind: 'end'; readonly xmp: string; readonly comment: string };

export type GifAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'file'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'error'; readonly message: string };

let frames: GifFrames;

function answer(request: GifRequest): GifAnswer {
  if (request.kind === 'end') return { kind: 'file', bytes: frames.end(request.xmp, request.comment) };
  if (request.kind === 'start') frames = createGifFrames(request.settings);
  else frames.add(request.frame);
  return { kind: 'done' };
}

self.addEventListener('message', ({ data }: MessageEvent<GifRequest>) => {
  try {
    self.postMessage(answer(data));
  } catch (error) {
    self.postMessage({ kind: 'error', message: (error as Error).message } satisfies GifAnswer);
  }
});
