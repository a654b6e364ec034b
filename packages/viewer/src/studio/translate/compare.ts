import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import { createSyntheticPicture } from '../syntheticPicture.ts';

export type Comparison = 'wipe' | 'beside';

/** What went in and what came out: one over the other with an edge between them, or side by side. */
export interface Compare {
  readonly element: HTMLElement;
  arrange(as: Comparison): void;
  /** `isSynthetic`: the input's file says so of itself. */
  show(input: ImageData, output: GeneratedImage, name: string, isSynthetic: boolean): void;
}

export function createCompare(): Compare {
  const input = makeElement('canvas', { role: 'img' });
  const output = createSyntheticPicture();
  const edge = makeElement('input', {
    type: 'range',
    min: 0,
    max: 100,
    step: 1,
    value: 50,
    class: 'edge',
    'aria-label': 'Edge between input and output',
  });
  const caption = makeElement('figcaption', {}, 'Input');
  const before = makeElement('figure', { class: 'before' }, input, caption);
  const after = makeElement(
    'figure',
    { class: 'after' },
    output.element,
    makeElement('figcaption', {}, 'Output'),
  );
  const element = makeElement(
    'div',
    { class: 'compare', 'data-as': 'wipe', hidden: true },
    before,
    after,
    edge,
  );

  function wipe(): void {
    element.style.setProperty('--edge', `${edge.value}%`);
    edge.ariaValueText = `${edge.value} % input`;
  }
  edge.addEventListener('input', wipe);
  wipe();
  return {
    element,
    arrange(as) {
      element.dataset.as = as;
      edge.hidden = as !== 'wipe';
    },
    show(pixels, image, name, isSynthetic) {
      caption.textContent = isSynthetic ? 'Input, synthetic' : 'Input';
      [input.width, input.height] = [pixels.width, pixels.height];
      input.getContext('2d')!.putImageData(pixels, 0, 0);
      input.ariaLabel = `Input: ${name}`;
      output.show(image, `made from ${name}`);
      element.style.setProperty('--aspect', String(image.width / image.height));
      element.hidden = false;
    },
  };
}
