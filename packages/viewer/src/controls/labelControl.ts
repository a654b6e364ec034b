import type { LabelInfo } from '@roentgan/gan-runtime';
import type { Control } from './control.ts';
import { makeElement } from './makeElement.ts';
import { capitalise, createSliderControl } from './sliderControl.ts';

/** What a choice needs of a label: not only a model's labels are chosen with one. */
type Label = Pick<LabelInfo, 'name' | 'classes' | 'names' | 'range' | 'default'>;

/** More classes than this, or longer names in all, do not fit side by side. */
const mostSegments = 8;
const mostLetters = 40;

/** A label of the model: buttons for a few classes, a list for many, a slider for a number. */
export function createLabelControl(label: Label, onInput: (value: number) => void): Control {
  if (label.classes === 0) {
    const range = label.range ?? [0, 1];
    const slider = createSliderControl({ name: label.name, unit: '', range, rest: label.default }, onInput);
    return { ...slider, element: makeElement('div', { class: 'group' }, slider.element) };
  }
  const names = Array.from({ length: label.classes }, (_, at) => label.names?.[at] ?? String(at));
  const segmented = names.length <= mostSegments && names.join('').length <= mostLetters;
  return segmented ? createSegments(label.name, names, onInput) : createList(label.name, names, onInput);
}

function createSegments(name: string, names: readonly string[], onInput: (value: number) => void): Control {
  const inputs = names.map((_, at) =>
    makeElement('input', { type: 'radio', name: `label-${name}`, value: at }),
  );
  const segments = names.map((text, at) =>
    makeElement('label', {}, inputs[at]!, makeElement('span', {}, text)),
  );
  for (const [at, input] of inputs.entries()) input.addEventListener('change', () => onInput(at));
  const legend = makeElement('legend', { class: 'heading' }, capitalise(name));
  const element = makeElement(
    'fieldset',
    { class: 'group' },
    legend,
    makeElement('div', { class: 'segments' }, ...segments),
  );
  return {
    element,
    show(value) {
      inputs[value]!.checked = true;
    },
  };
}

function createList(name: string, names: readonly string[], onInput: (value: number) => void): Control {
  const id = `label-${name.replaceAll(/\W+/g, '-')}`;
  const select = makeElement('select', { id });
  select.append(...names.map((text, at) => makeElement('option', { value: at }, text)));
  select.addEventListener('change', () => onInput(Number(select.value)));
  const heading = makeElement('label', { class: 'heading', for: id }, capitalise(name));
  return {
    element: makeElement('div', { class: 'group' }, heading, select),
    show(value) {
      select.value = String(value);
    },
  };
}
