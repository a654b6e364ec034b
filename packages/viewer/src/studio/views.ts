import { imageOutputOf } from './imageOutput.ts';
import type { StudioModel } from './studioState.ts';
import type { ViewEntry } from './view.ts';

/** In the order of the page's navigation; the first that serves a model is the one it opens with. */
export const views: readonly ViewEntry[] = [
  {
    name: 'image',
    title: 'Image',
    serves: (model) => !isTranslator(model),
    load: async () => (await import('./image/imageView.ts')).imageView,
  },
  {
    name: 'gallery',
    title: 'Gallery',
    serves: (model) => !takesImages(model) && makesImages(model),
    load: async () => (await import('./gallery/galleryView.ts')).galleryView,
  },
  {
    name: 'animate',
    title: 'Animate',
    serves: (model) => !takesImages(model) && makesImages(model),
    load: async () => (await import('./animate/animateView.ts')).animateView,
  },
  {
    name: 'translate',
    title: 'Translate',
    serves: isTranslator,
    load: async () => (await import('./translate/translateView.ts')).translateView,
  },
  {
    name: 'inspect',
    title: 'Inspect',
    serves: () => true,
    load: async () => (await import('./inspect/inspectView.ts')).inspectView,
  },
  {
    name: 'stress',
    title: 'Stress-test',
    serves: (model) =>
      !takesImages(model) && makesImages(model) && model.edits.length + model.directions.length > 0,
    load: async () => (await import('./stress/stressView.ts')).stressView,
  },
];

/** Whether a model starts from a picture instead of a seed. */
export function takesImages({ inputs }: StudioModel): boolean {
  return inputs.some(({ kind }) => kind === 'image');
}

/** Whether a model's output is a picture: classifiers and encoders give numbers. */
function makesImages(model: StudioModel): boolean {
  return imageOutputOf(model) !== undefined;
}

/** From an image to an image: there is nothing to draw from a seed. */
function isTranslator(model: StudioModel): boolean {
  return takesImages(model) && makesImages(model);
}
