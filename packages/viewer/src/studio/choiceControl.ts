import { makeElement } from '../controls/makeElement.ts';

/** A few alternatives side by side, of which one holds. */
export interface Choice<Value extends string> {
  readonly element: HTMLFieldSetElement;
  show(value: Value): void;
}

/** `name` is that of the radio buttons, one of its own in the page; `onInput` hears what a person chooses. */
export function createChoice<Value extends string>(
  name: string,
  heading: string,
  options: readonly (readonly [value: Value, text: string])[],
  onInput: (value: Value) => void,
): Choice<Value> {
  const inputs = options.map(([value]) => makeElement('input', { type: 'radio', name, value }));
  const segments = options.map(([value, text], at) => {
    inputs[at]!.addEventListener('change', () => onInput(value));
    return makeElement('label', {}, inputs[at]!, makeElement('span', {}, text));
  });
  const legend = makeElement('legend', { class: 'heading' }, heading);
  return {
    element: makeElement(
      'fieldset',
      { class: 'choice-control' },
      legend,
      makeElement('div', { class: 'segments' }, ...segments),
    ),
    show(value) {
      inputs[options.findIndex(([option]) => option === value)]!.checked = true;
    },
  };
}
