import type { GeneratedImage } from '@roentgan/gan-runtime';
import type { ImageSettings } from '../../ganViewer/imageSettings.ts';
import type { Studio } from '../view.ts';

/** The image as it is without any edit, made once for each seed, label and truncation. */
export interface UneditedImage {
  /** What decides it: equal texts are equal images. */
  keyOf(settings: ImageSettings): string;
  of(settings: ImageSettings, signal: AbortSignal): Promise<GeneratedImage>;
}

export function createUneditedImage({ viewer }: Studio): UneditedImage {
  let made: { readonly key: string; readonly image: GeneratedImage } | undefined;
  const keyOf = ({ seed, labels, truncation, steps }: ImageSettings) =>
    JSON.stringify([seed, labels, truncation, steps]);
  return {
    keyOf,
    async of(settings, signal) {
      const key = keyOf(settings);
      if (made?.key === key) return made.image;
      const image = await viewer.generator!.generate({ ...settings, edits: {}, signal });
      made = { key, image };
      return image;
    },
  };
}
