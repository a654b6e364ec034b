import type { GeneratedImage } from '@roentgan/gan-runtime';

/** Images that were made, up to a number of bytes: what was looked at longest ago goes first. */
export interface ImageCache {
  get(key: string): GeneratedImage | undefined;
  put(key: string, image: GeneratedImage): void;
  readonly bytes: number;
  clear(): void;
}

/** The image put last stays even where it alone is larger than `mostBytes`. */
export function createImageCache(mostBytes: number): ImageCache {
  const images = new Map<string, GeneratedImage>();
  let bytes = 0;
  function drop(key: string): void {
    bytes -= images.get(key)?.values.byteLength ?? 0;
    images.delete(key);
  }
  return {
    get(key) {
      const image = images.get(key);
      if (!image) return undefined;
      // A map keeps the order in which keys came: the last is the newest.
      images.delete(key);
      images.set(key, image);
      return image;
    },
    put(key, image) {
      drop(key);
      images.set(key, image);
      bytes += image.values.byteLength;
      for (const oldest of images.keys()) {
        if (bytes <= mostBytes || images.size === 1) break;
        drop(oldest);
      }
    },
    get bytes() {
      return bytes;
    },
    clear() {
      images.clear();
      bytes = 0;
    },
  };
}
