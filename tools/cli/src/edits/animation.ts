import { createRequire } from 'node:module';
import { type GifEncoder, greyGif, writeGifXmp } from '@roentgan/datasets';
import type { Tile } from '../contactSheet.ts';

// Its Node entry is CommonJS: tools disagree on what an import of it gives.
const { GIFEncoder }: { GIFEncoder(): GifEncoder } = createRequire(import.meta.url)('gifenc');

/** Grey levels that are tried in turn until the file is small enough. */
const levelCounts = [64, 48, 32, 24, 16];

export interface AnimationOptions {
  /** Milliseconds that each frame is shown. */
  readonly delay: number;
  /** Fewer grey levels are taken where the file would be larger. */
  readonly maxBytes: number;
  /** What the file says of its origin. */
  readonly xmp: string;
}

/**
 * Grey frames as a GIF that runs forth and back for ever.
 * @throws RangeError where frames differ in size
 */
export function encodeAnimation(frames: readonly Tile[], options: AnimationOptions): Uint8Array {
  const [first] = frames as [Tile];
  if (frames.some(({ width, height }) => width !== first.width || height !== first.height)) {
    throw new RangeError('frames of an animation differ in size, expected one');
  }
  const there = [...frames, ...frames.slice(1, -1).reverse()];
  let bytes: Uint8Array;
  for (const levels of levelCounts) {
    bytes = encodeFrames(there, levels, options);
    if (bytes.length <= options.maxBytes) break;
  }
  return bytes!;
}

function encodeFrames(frames: readonly Tile[], levels: number, { delay, xmp }: AnimationOptions): Uint8Array {
  const gif = GIFEncoder();
  const write = greyGif(gif, { levels, delay, repeats: true });
  for (const frame of frames) write(frame);
  writeGifXmp(gif.stream, xmp);
  gif.finish();
  return gif.bytes();
}
