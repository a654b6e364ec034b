import { makeElement } from '../../controls/makeElement.ts';
import { createSliderControl } from '../../controls/sliderControl.ts';
import { type StudioModel, type StudioState, slidersOf } from '../studioState.ts';
import { type Animation, reachOf } from './animation.ts';

/** Which edit an animation goes along, and from where to where. */
export interface EditRange {
  readonly element: HTMLElement;
  show(animation: Animation, image: StudioState): void;
}

export function createEditRange(
  model: StudioModel,
  onInput: (change: Partial<Animation>) => void,
): EditRange {
  const edits = slidersOf(model);
  const select = makeElement('select', { id: 'animate-edit' });
  select.append(...edits.map(({ name }) => makeElement('option', { value: name }, name)));
  const label = makeElement('label', { class: 'heading', for: select.id }, 'Edit');
  const sliders = makeElement('div', { class: 'edit-ends' });
  let image: StudioState;
  let shown = '';
  let controls: { from: ReturnType<typeof createSliderControl>; to: ReturnType<typeof createSliderControl> };

  select.addEventListener('change', () => {
    const edit = edits.find(({ name }) => name === select.value)!;
    const [from, to] = reachOf(model, edit, image);
    onInput({ edit: edit.name, from, to });
  });
  function build(name: string): void {
    const { unit, range } = edits.find((edit) => edit.name === name)!;
    const end = (which: 'from' | 'to') =>
      createSliderControl({ name: which, unit, range, rest: 0 }, (value) => onInput({ [which]: value }));
    controls = { from: end('from'), to: end('to') };
    sliders.replaceChildren(controls.from.element, controls.to.element);
    shown = name;
  }
  return {
    element: makeElement('div', {}, label, select, sliders),
    show({ edit, from, to }, at) {
      image = at;
      if (edit === '') return;
      select.value = edit;
      if (shown !== edit) build(edit);
      controls.from.show(from);
      controls.to.show(to);
    },
  };
}
