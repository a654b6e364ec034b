import { type GeneratedImage, type Generator, toBits } from '@roentgan/gan-runtime';
import type { DatasetImage } from '../formats/format.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import type { PlannedImage } from '../plan/plannedImage.ts';

/** Makes the images of a plan, several at a time. */
export interface ImageSource {
  /** What computes: the GPU, or the processor's instructions. The same adapter gives the same bytes. */
  readonly adapter: string;
  make(images: readonly PlannedImage[]): Promise<DatasetImage[]>;
}

/** Images by a loaded model, at the depth that the settings state, rounded once from the model's own values. */
export function generatorSource(generator: Generator, settings: DatasetSettings): ImageSource {
  const { sampling, bits } = settings;
  return {
    // How many threads share the work changes no bit.
    adapter: generator.adapter.replace(/, \d+ threads?$/, ''),
    async make(images) {
      const made = await generator.generate({
        seeds: images.map(({ seed }) => seed),
        each: images.map(({ labels, edits }) => ({ labels, edits })),
        ...sampling,
      });
      return made.map((image, at) => datasetImage(image, images[at]!, bits));
    },
  };
}

function datasetImage(
  { width, height, channels, values, range }: GeneratedImage,
  { index, name, seed, labels, edits }: PlannedImage,
  bits: DatasetSettings['bits'],
): DatasetImage {
  const pixels = toBits(values, range, bits);
  return { index, name, seed, labels, edits, width, height, channels: channels as 1 | 3, bits, pixels };
}
