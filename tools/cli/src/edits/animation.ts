import { createRequire } from 'node:module';
import type { Tile } from '../contactSheet.ts';
import type { Gifenc, GifStream } from './gifenc.ts';

// Its Node entry is CommonJS: tools disagree on what an import of it gives.
const { GIFEncoder }: Gifenc = createRequire(import.meta.url)('gifenc');

/** Grey levels that are tried in turn until the file is small enough. */
const levelCounts = [64, 48, 32, 24, 16];
/** The palette's entry behind the grey levels: the pixel of the frame before stays. */
const SAME = 1;

export interface AnimationOptions {
  /** Milliseconds that each frame is shown. */
  readonly delay: number;
  /** Fewer grey levels are taken where the file would be larger. */
  readonly maxBytes: number;
  /** What the file says of its origin. */
  readonly xmp: string;
}

/**
 * Grey frames as a GIF that runs forth and back for ever. Pixels that change by less than a level stay as they were, which keeps
 * the file small; the first frame is exact to half a level.
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
  const step = 255 / (levels - 1);
  const palette = Array.from({ length: levels + SAME }, (_, level) => {
    const grey = Math.min(255, Math.round(level * step));
    return [grey, grey, grey];
  });
  const gif = GIFEncoder();
  let shown: Uint8Array | undefined;
  for (const { width, height, rgba } of frames) {
    const before = shown;
    const next = new Uint8Array(width * height);
    const drawn = next.map((_, at) => {
      const value = rgba[at * 4]! / step;
      const old = before?.[at];
      const stays = old !== undefined && Math.abs(value - old) < 0.75;
      next[at] = stays ? old : Math.round(value);
      return stays ? levels : next[at]!;
    });
    gif.writeFrame(drawn, width, height, {
      ...(before === undefined ? { palette, repeat: 0 } : { transparent: true, transparentIndex: levels }),
      delay,
      dispose: 1,
    });
    shown = next;
  }
  writeXmp(gif.stream, xmp);
  gif.finish();
  return gif.bytes();
}

/** The application extension of XMP Specification Part 3, "GIF": the packet, then a trailer that leads readers of sub-blocks to its end. */
function writeXmp(stream: GifStream, xmp: string): void {
  for (const byte of [0x21, 0xff, 0x0b]) stream.writeByte(byte);
  stream.writeBytes(new TextEncoder().encode(`XMP DataXMP${xmp}`));
  stream.writeByte(0x01);
  for (let byte = 0xff; byte >= 0; byte--) stream.writeByte(byte);
  stream.writeByte(0x00);
}
