import type { Control } from './control.ts';
import { makeElement } from './makeElement.ts';

export interface Slider {
  readonly name: string;
  readonly unit: string;
  readonly range: readonly [number, number];
  /** Where reset goes. */
  readonly rest: number;
}

/** Units that have a sign; screen readers get the words. */
const shortUnits = new Map([['standard deviations', 'σ']]);

/** A labelled slider with its value, and a reset that appears once it has moved. */
export function createSliderControl(slider: Slider, onInput: (value: number) => void): Control {
  const { name, unit, rest } = slider;
  const [low, high] = slider.range;
  const step = stepFor(high - low);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const id = `slider-${name.replaceAll(/\W+/g, '-')}`;
  const input = makeElement('input', { id, type: 'range', min: low, max: high, step });
  // Not an `output`: screen readers have the slider's own value already.
  const value = makeElement('span', { class: 'value', 'aria-hidden': 'true' });
  const reset = makeElement('button', {
    type: 'button',
    class: 'reset',
    'aria-label': `Reset ${name}`,
    title: 'Reset',
  });
  reset.append('↺');

  function show(at: number): void {
    input.value = String(at);
    const signed = `${at > 0 && low < 0 ? '+' : ''}${at.toFixed(digits)}`.replace('-', '−');
    value.textContent = unit ? `${signed} ${shortUnits.get(unit) ?? unit}` : signed;
    input.setAttribute('aria-valuetext', `${at.toFixed(digits)} ${unit}`.trim());
    input.style.setProperty('--from', percent(Math.min(at, rest)));
    input.style.setProperty('--to', percent(Math.max(at, rest)));
    reset.toggleAttribute('data-unneeded', at === rest);
  }
  const percent = (at: number) => `${((at - low) / (high - low)) * 100}%`;
  function change(to: number): void {
    show(to);
    onInput(to);
  }
  input.addEventListener('input', () => change(snap(Number(input.value), step)));
  reset.addEventListener('click', () => {
    change(rest);
    input.focus();
  });
  const label = makeElement('label', { for: id }, capitalise(name));
  return { element: makeElement('div', { class: 'slider' }, label, value, reset, input), show };
}

/** About sixty steps over `span`: 1, 2 or 5 times a power of ten. */
export function stepFor(span: number): number {
  const rough = span / 60;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999)!;
  return Number((factor * power).toPrecision(1));
}

function snap(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(10));
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
