import type { StudioModel } from './studioState.ts';

/** Width and height of a model's images in pixels, before one was made; undefined where the model makes none. */
export function imageShape({
  outputs,
  sampler,
}: StudioModel): { readonly width: number; readonly height: number } | undefined {
  const output = outputs.find(
    ({ name, channels, shape }) =>
      channels !== 'raw' && shape.length === 4 && (!sampler || name === sampler.output),
  );
  const [, , height, width] = (output?.shape ?? []) as number[];
  return width && height ? { width, height } : undefined;
}
