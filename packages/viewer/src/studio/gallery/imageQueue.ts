import type { GeneratedImage } from '@roentgan/gan-runtime';
import type { ImageRequest } from './imageRequest.ts';

/** A call takes about this long at most, so that what is wanted next does not wait for it. */
const CALL_MS = 60;
/** Few sizes: a GPU keeps the buffers of three of them. */
const callSizes = [16, 4] as const;

/** Makes the images that are wanted now, and none that no longer are. */
export interface ImageQueue {
  /** All that is wanted from now on, most urgent first; a call of which nothing is wanted any more is ended. */
  want(requests: readonly ImageRequest[]): void;
}

export interface QueueWork {
  make(requests: readonly ImageRequest[], signal: AbortSignal): Promise<readonly GeneratedImage[]>;
  onImage(request: ImageRequest, image: GeneratedImage): void;
  /** The queue is empty then, until something is wanted again. */
  onError(error: Error): void;
}

export function createImageQueue({ make, onImage, onError }: QueueWork): ImageQueue {
  let waiting: readonly ImageRequest[] = [];
  let call: { readonly keys: ReadonlySet<string>; readonly stop: AbortController } | undefined;
  let running = false;
  /** Of one image, as the last call had it: the first is made alone. */
  let milliseconds = Number.POSITIVE_INFINITY;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const size = callSizes.find((size) => size <= waiting.length && size * milliseconds <= CALL_MS) ?? 1;
      const requests = waiting.slice(0, size);
      waiting = waiting.slice(requests.length);
      const stop = new AbortController();
      call = { keys: new Set(requests.map(({ key }) => key)), stop };
      const start = performance.now();
      try {
        const images = await make(requests, stop.signal);
        milliseconds = (performance.now() - start) / requests.length;
        // One that nobody waits for any more is not thrown away: the person may come back.
        for (const [at, request] of requests.entries()) onImage(request, images[at]!);
      } catch (error) {
        if (!stop.signal.aborted) {
          waiting = [];
          onError(error as Error);
        }
      }
      call = undefined;
    }
    running = false;
  }

  return {
    want(requests) {
      if (call && !requests.some(({ key }) => call!.keys.has(key))) call.stop.abort();
      const made = call && !call.stop.signal.aborted ? call.keys : undefined;
      waiting = requests.filter(({ key }) => !made?.has(key));
      if (!running && waiting.length > 0) void run();
    },
  };
}
