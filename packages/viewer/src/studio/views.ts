import type { StudioModel } from './studioState.ts';
import type { ViewEntry } from './view.ts';

/** In the order of the page's navigation; the first that serves a model is the one it opens with. */
export const views: readonly ViewEntry[] = [
  {
    name: 'image',
    title: 'Image',
    serves: () => true,
    load: async () => (await import('./image/imageView.ts')).imageView,
  },
];

/** Whether a model starts from a picture instead of a seed. */
export function takesImages({ inputs }: StudioModel): boolean {
  return inputs.some(({ kind }) => kind === 'image');
}
