import type { GifEncoder, GifStream } from './gifEncoder.ts';

export interface GreyGifSettings {
  /** Of grey in the palette, at most 255: one more entry is for pixels that stay as they were. */
  readonly levels: number;
  /** Milliseconds that each frame is shown. */
  readonly delay: number;
  /** Whether it begins again at its end. */
  readonly repeats: boolean;
}

/** A grey picture; of RGBA pixels the first of each four counts. */
export interface GreyFrame {
  readonly rgba: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * Writes one grey frame after another, all on one palette. Pixels that change by less than a level stay as they were, which keeps the file small;
 * the first frame is exact to half a level.
 */
export function greyGif(
  gif: GifEncoder,
  { levels, delay, repeats }: GreyGifSettings,
): (frame: GreyFrame) => void {
  const step = 255 / (levels - 1);
  const palette = Array.from({ length: levels + 1 }, (_, level) => {
    const grey = Math.min(255, Math.round(level * step));
    return [grey, grey, grey];
  });
  const timing = { delay, repeat: repeats ? 0 : -1, dispose: 1 };
  let shown: Uint8Array | undefined;

  return ({ rgba, width, height }) => {
    const next = new Uint8Array(width * height);
    const drawn = new Uint8Array(width * height);
    for (let at = 0; at < next.length; at++) {
      const value = rgba[at * 4]! / step;
      const old = shown?.[at];
      const stays = old !== undefined && Math.abs(value - old) < 0.75;
      next[at] = stays ? old : Math.round(value);
      drawn[at] = stays ? levels : next[at]!;
    }
    const colours = shown ? { transparent: true, transparentIndex: levels } : { palette };
    gif.writeFrame(drawn, width, height, { ...timing, ...colours });
    shown = next;
  };
}

/** The application extension of XMP Specification Part 3, "GIF": the packet, then a trailer that leads readers of sub-blocks to its end. */
export function writeGifXmp(stream: GifStream, xmp: string): void {
  stream.writeBytes(Uint8Array.of(0x21, 0xff, 0x0b));
  stream.writeBytes(new TextEncoder().encode(`XMP DataXMP${xmp}`));
  stream.writeBytes(Uint8Array.of(0x01, ...Array.from({ length: 256 }, (_, at) => 255 - at), 0x00));
}
