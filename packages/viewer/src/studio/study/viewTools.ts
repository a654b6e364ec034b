import { makeElement } from '../../controls/makeElement.ts';
import { createSliderControl } from '../../controls/sliderControl.ts';
import { zoomed, zoomStep } from '../display/place.ts';
import { plainView, type View } from '../display/view.ts';
import type { ImageView } from './imageView.ts';
import { button, key } from './screen.ts';

/** Zoom, window and inversion. */
export interface ViewTools {
  readonly element: HTMLElement;
  show(view: View): void;
  press(name: string): boolean;
}

/** Controls for the view; all of them have keys. */
export function createViewTools(view: () => ImageView): ViewTools {
  const change = (to: Partial<View>) => view().change(to);
  const zoom = (factor: number) => change(zoomed(view().view, factor));
  const contrast = createSliderControl(
    { name: 'contrast', unit: '%', range: [50, 400], rest: 100 },
    (percent) => change({ window: 100 / percent }),
  );
  const brightness = createSliderControl(
    { name: 'brightness', unit: '%', range: [-50, 50], rest: 0 },
    (percent) => change({ level: 0.5 - percent / 100 }),
  );
  const invert = button('Invert ', () => change({ inverted: !view().view.inverted }), {
    'aria-pressed': 'false',
  });
  invert.append(key('I'));
  const smaller = button('−', () => zoom(1 / zoomStep), { 'aria-label': 'Zoom out', title: 'Zoom out (-)' });
  const larger = button('+', () => zoom(zoomStep), { 'aria-label': 'Zoom in', title: 'Zoom in (+)' });
  const level = makeElement('span', { class: 'zoom-level' });
  const reset = button('Reset ', () => change(plainView));
  reset.append(key('Z'));
  const element = makeElement(
    'details',
    { class: 'group tools' },
    makeElement('summary', {}, 'Zoom and contrast'),
    makeElement('div', { class: 'tool-row' }, smaller, level, larger, invert, reset),
    contrast.element,
    brightness.element,
  );
  return {
    element,
    show({ window, level: middle, inverted, zoom: factor }) {
      contrast.show(Math.round(100 / window));
      brightness.show(Math.round((0.5 - middle) * 100));
      invert.setAttribute('aria-pressed', String(inverted));
      level.textContent = `${Math.round(factor * 100)} %`;
    },
    press(name) {
      const actions: Record<string, () => void> = {
        '+': () => zoom(zoomStep),
        '=': () => zoom(zoomStep),
        '-': () => zoom(1 / zoomStep),
        i: () => invert.click(),
        z: () => reset.click(),
      };
      const action = actions[name.toLowerCase()];
      action?.();
      return action !== undefined;
    },
  };
}
