import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import { type Place, transformOf } from '../display/place.ts';
import { createSyntheticPicture } from '../syntheticPicture.ts';

/** From so many screen pixels a pixel of the image on, its pixels are shown as squares. */
const SQUARES_FROM = 3;

/** One of the pictures that are compared. */
export interface ComparedPane {
  readonly element: HTMLElement;
  readonly frame: HTMLElement;
  show(image: Pick<GeneratedImage, 'width' | 'height' | 'rgba'>, name: string): void;
  /** Shows a part of the picture. */
  look(place: Place): void;
}

export function createComparedPane(letter: string, caption: string): ComparedPane {
  const picture = createSyntheticPicture();
  const { canvas } = picture;
  // Until there is a picture, there is nothing to name.
  picture.element.ariaHidden = 'true';
  const frame = makeElement('div', { class: 'compared-frame' }, picture.element);
  const title = makeElement('figcaption', {}, makeElement('strong', {}, letter), ` ${caption}`);
  return {
    element: makeElement('figure', { class: 'compared-pane' }, frame, title),
    frame,
    show(image, name) {
      picture.show(image, name);
      picture.element.ariaHidden = 'false';
    },
    look(place) {
      canvas.style.transform = transformOf(place);
      const isLarge = (frame.clientWidth * place.zoom) / canvas.width >= SQUARES_FROM;
      canvas.style.imageRendering = isLarge ? 'pixelated' : 'auto';
    },
  };
}
