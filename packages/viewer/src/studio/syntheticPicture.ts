import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../controls/makeElement.ts';

/** A generated image on a canvas of its own, which says that it is synthetic. */
export interface SyntheticPicture {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Draws an image pixel by pixel; `name` is what screen readers say. */
  show(image: Pick<GeneratedImage, 'width' | 'height' | 'rgba'>, name: string): void;
  /** Takes the picture away. */
  clear(): void;
}

export function createSyntheticPicture(): SyntheticPicture {
  const canvas = makeElement('canvas', { role: 'img' });
  const mark = makeElement('span', { class: 'mark', 'aria-hidden': 'true', hidden: true }, 'synthetic');
  const element = makeElement('div', { class: 'synthetic-picture' }, canvas, mark);
  return {
    element,
    canvas,
    show(image, name) {
      [canvas.width, canvas.height] = [image.width, image.height];
      canvas.getContext('2d')!.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0);
      canvas.ariaLabel = `Synthetic image: ${name}`;
      mark.hidden = false;
    },
    clear() {
      canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height);
      canvas.removeAttribute('aria-label');
      mark.hidden = true;
    },
  };
}
