import type { StudioModel } from './studioState.ts';

/** The image that a model makes: its size in pixels, and that of a pixel in mm where the model states it. */
export interface ImageOutput {
  readonly width: number;
  readonly height: number;
  readonly pixelSize?: readonly [rows: number, columns: number];
}

/** Of the sampler's output, or the first that is an image; undefined where there is none. */
export function imageOutputOf({
  outputs,
  sampler,
}: Pick<StudioModel, 'outputs' | 'sampler'>): ImageOutput | undefined {
  const image = outputs.find(
    ({ channels, shape, name }) =>
      channels !== 'raw' && shape.length === 4 && (!sampler || name === sampler.output),
  );
  if (!image) return undefined;
  const [, , height, width] = image.shape as [string, number, number, number];
  return { width, height, ...(image.pixelSize && { pixelSize: image.pixelSize }) };
}
