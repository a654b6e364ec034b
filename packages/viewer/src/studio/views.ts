import { imageView } from './imageView.ts';
import type { StudioModel } from './studioState.ts';
import type { ViewEntry } from './view.ts';

/** In the order of the page's navigation; the first that serves a model is the one it opens with. */
export const views: readonly ViewEntry[] = [
  { name: 'image', title: 'Image', serves: (model) => !isTranslator(model), load: async () => imageView },
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
      !takesImages(model) &&
      model.edits.length + model.directions.length > 0 &&
      model.outputs.some(({ channels }) => channels !== 'raw'),
    load: async () => (await import('./stress/stressView.ts')).stressView,
  },
];

/** Whether a model starts from a picture instead of a seed. */
export function takesImages({ inputs }: StudioModel): boolean {
  return inputs.some(({ kind }) => kind === 'image');
}

/** Whether a model's output is a picture: classifiers and encoders give numbers. */
export function makesImages({ outputs }: StudioModel): boolean {
  return outputs.some(({ channels, shape }) => channels !== 'raw' && shape.length === 4);
}

/** From an image to an image: there is nothing to draw from a seed. */
function isTranslator(model: StudioModel): boolean {
  return takesImages(model) && makesImages(model);
}
