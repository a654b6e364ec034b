import { makeElement } from '../../controls/makeElement.ts';
import { createSliderControl } from '../../controls/sliderControl.ts';
import { createChoice } from '../choiceControl.ts';
import { type Animation, secondsRange } from './animation.ts';

/** How fast, and what comes after the end. */
export interface TimingPanel {
  readonly element: HTMLElement;
  show(animation: Animation): void;
}

export function createTimingPanel(onInput: (change: Partial<Animation>) => void): TimingPanel {
  const speed = createSliderControl(
    { name: 'seconds for a step', unit: 's', range: secondsRange, rest: 3 },
    (seconds) => onInput({ seconds }),
  );
  const repeat = createChoice(
    'animate-repeat',
    'At the end',
    [
      ['loop', 'Loop'],
      ['swing', 'Back and forth'],
      ['once', 'Stop'],
    ],
    (chosen) => onInput({ repeat: chosen }),
  );
  return {
    element: makeElement('div', { class: 'group timing' }, speed.element, repeat.element),
    show({ seconds, repeat: at }) {
      speed.show(seconds);
      repeat.show(at);
    },
  };
}
