import { greyGif, writeGifXmp } from '@roentgan/datasets';
import { applyPalette, GIFEncoder, quantize } from 'gifenc';

/** Levels of grey. */
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

/** Grey frames share one palette of 128 levels; each frame of colour has a palette of its own. */
export function createGifFrames({ isGrey, repeats, delay }: GifSettings): GifFrames {
  const gif = GIFEncoder();
  const timing = { delay: delay * 10, repeat: repeats ? 0 : -1, dispose: 1 };
  const addGrey = greyGif(gif, { levels: LEVELS, delay: delay * 10, repeats });
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
      writeGifXmp(gif.stream, xmp);
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
