import type { GeneratedImage, Generator } from '@roentgan/gan-runtime';
import type { StudioState } from '../studioState.ts';

/** An image that is wanted; the same key is the same picture. */
export interface ImageRequest {
  readonly key: string;
  readonly state: StudioState;
}

export function imageRequest(state: StudioState): ImageRequest {
  const edits = Object.fromEntries(Object.entries(state.edits).filter(([, amount]) => amount !== 0));
  const { seed, labels, truncation } = state;
  return { key: JSON.stringify([seed, labels, edits, truncation]), state: { ...state, edits } };
}

/** Makes images in one call. They differ in seed, labels and edits, not in truncation. */
export function makeImages(
  generator: Generator,
  requests: readonly ImageRequest[],
  signal: AbortSignal,
): Promise<GeneratedImage[]> {
  const truncation = requests[0]?.state.truncation;
  return generator.generate({
    seeds: requests.map(({ state }) => state.seed),
    each: requests.map(({ state: { labels, edits } }) => ({ labels, edits })),
    ...(truncation !== undefined && { truncation }),
    signal,
  });
}
