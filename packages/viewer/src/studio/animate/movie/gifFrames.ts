import { applyPalette, GIFEncoder, quantize } from 'gifenc';

/** Levels of grey; one more entry of the palette is for pixels that stay as they were. */
const LEVELS = 128;

/** What is drawn, and for how long. */
export interface GifFrame {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export interface GifSettings {
  readonly isGrey: boolean;
  /** Whether it begins again at its end. */
  readonly repeats: boolean;
  /** Hundredths of a second that each frame is shown. */
  readonly delay: number;
}

/** A GIF of one frame after another. */
export interface GifFrames {
  add(frame: GifFrame): void;
  /** The whole file. `xmp` and `comment` are what it says of its origin. */
  end(xmp: string, comment: string): Uint8Array<ArrayBuffer>;
}

/**
 * Grey frames share one palette of 128 levels, and pixels that change by less than one stay as they were, which keeps the file small;
 * each frame of colour has a palette of its own.
 */
export function createGifFrames({ isGrey, repeats, delay }: GifSettings): GifFrames {
  const gif = GIFEncoder();
  const step = 255 / (LEVELS - 1);
  const greys = Array.from({ length: LEVELS + 1 }, (_, level) => {
    const grey = Math.min(255, Math.round(level * step));
    return [grey, grey, grey];
  });
  const timing = { delay: delay * 10, repeat: repeats ? 0 : -1, dispose: 1 };
  let shown: Uint8Array | undefined;

  function addGrey({ rgba, width, height }: GifFrame): void {
    const next = new Uint8Array(width * height);
    const drawn = new Uint8Array(width * height);
    for (let at = 0; at < next.length; at++) {
      const value = rgba[at * 4]! / step;
      const old = shown?.[at];
      const stays = old !== undefined && Math.abs(value - old) < 0.75;
      next[at] = stays ? old : Math.round(value);
      drawn[at] = stays ? LEVELS : next[at]!;
    }
    const palette = shown ? { transparent: true, transparentIndex: LEVELS } : { palette: greys };
    gif.writeFrame(drawn, width, height, { ...timing, ...palette });
    shown = next;
  }
  return {
    add(frame) {
      if (isGrey) return addGrey(frame);
      const { rgba, width, height } = frame;
      // From 4096 colours: from the library's 65,536 a frame of 512 x 512 takes seconds.
      const palette = quantize(rgba, 256, { format: 'rgb444' });
      gif.writeFrame(applyPalette(rgba, palette), width, height, { ...timing, palette });
    },
    end(xmp, comment) {
      const bytes = (text: string) => new TextEncoder().encode(text);
      // XMP Specification Part 3, "GIF": the packet, then a trailer that leads readers of sub-blocks to its end.
      gif.stream.writeBytes(Uint8Array.of(0x21, 0xff, 0x0b));
      gif.stream.writeBytes(bytes(`XMP DataXMP${xmp}`));
      gif.stream.writeBytes(Uint8Array.of(0x01, ...Array.from({ length: 256 }, (_, at) => 255 - at), 0x00));
      gif.stream.writeBytes(Uint8Array.of(0x21, 0xfe));
      const text = bytes(comment);
      for (let at = 0; at < text.length; at += 255) {
        const block = text.subarray(at, at + 255);
        gif.stream.writeByte(block.length);
        gif.stream.writeBytes(block);
      }
      gif.stream.writeByte(0);
      gif.finish();
      return gif.bytes();
    },
  };
}
