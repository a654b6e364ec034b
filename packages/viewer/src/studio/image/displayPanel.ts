import { makeElement } from '../../controls/makeElement.ts';
import { createSliderControl } from '../../controls/sliderControl.ts';
import type { View } from '../display/view.ts';
import type { Display } from './display.ts';

/** Sliders for window and level, in percent of the grey scale. */
export interface DisplayPanel {
  readonly element: HTMLElement;
  show(view: View): void;
}

export function createDisplayPanel(display: () => Display): DisplayPanel {
  const window = createSliderControl({ name: 'window', unit: '%', range: [5, 200], rest: 100 }, (percent) =>
    display().change({ window: percent / 100 }),
  );
  const level = createSliderControl({ name: 'level', unit: '%', range: [0, 100], rest: 50 }, (percent) =>
    display().change({ level: percent / 100 }),
  );
  const hint = makeElement(
    'p',
    { class: 'hint' },
    'Drag the picture with the right button. A saved PNG is never changed by this.',
  );
  const element = makeElement(
    'details',
    { class: 'group fold' },
    makeElement('summary', { class: 'heading' }, 'Window and level'),
    window.element,
    level.element,
    hint,
  );
  return {
    element,
    show(view) {
      window.show(Math.round(view.window * 100));
      level.show(Math.round(view.level * 100));
    },
  };
}
