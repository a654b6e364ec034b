import { GeneratedImage } from '@roentgan/gan-runtime';

/** A generated image as plain data, so that it reaches workers. */
export type PlainImage = Pick<
  GeneratedImage,
  'width' | 'height' | 'channels' | 'values' | 'range' | 'provenance'
>;

export function plainImage(image: GeneratedImage): PlainImage {
  const { width, height, channels, values, range, provenance } = image;
  return { width, height, channels, values, range, provenance };
}

export function generatedImage(plain: PlainImage): GeneratedImage {
  return new GeneratedImage(plain, plain.values, plain.range, plain.provenance);
}
