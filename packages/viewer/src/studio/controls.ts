import type { Control } from '../controls/control.ts';
import { createLabelControl } from '../controls/labelControl.ts';
import { byId } from '../controls/makeElement.ts';
import { createSeedControl } from '../controls/seedControl.ts';
import { createSliderControl } from '../controls/sliderControl.ts';
import type { StudioModel, StudioState } from './studioState.ts';

/** All controls of one model. */
export interface Controls {
  show(state: StudioState): void;
}

/** Builds the controls that the model calls for; `onInput` gets the state as a person changes it. */
export function createControls(model: StudioModel, onInput: (state: StudioState) => void): Controls {
  let state: StudioState;
  const parts: { control: Pick<Control, 'show'>; read: (state: StudioState) => number }[] = [];
  function change(to: Partial<StudioState>): void {
    state = { ...state, ...to };
    onInput(state);
  }
  function add(control: Pick<Control, 'show'>, read: (state: StudioState) => number): void {
    parts.push({ control, read });
  }

  add(
    createSeedControl(
      {
        input: byId('seed'),
        previous: byId('previous'),
        next: byId('next'),
        random: byId('random'),
      },
      (seed) => change({ seed }),
    ),
    ({ seed }) => seed,
  );

  const labels = model.labels.map((label) => {
    const { name } = label;
    const control = createLabelControl(label, (value) =>
      change({ labels: { ...state.labels, [name]: value } }),
    );
    add(control, (state) => state.labels[name]!);
    return control.element;
  });
  byId('labels').replaceChildren(...labels);

  for (const kind of ['edits', 'directions'] as const) {
    const sliders = model[kind].map((edit) => {
      const { name } = edit;
      const slider = { name, unit: edit.unit, range: edit.range, rest: 0 };
      const control = createSliderControl(slider, (value) =>
        change({ edits: { ...state.edits, [name]: value } }),
      );
      add(control, (state) => state.edits[name]!);
      return control.element;
    });
    const section = byId(kind);
    for (const old of section.querySelectorAll('.slider')) old.remove();
    section.append(...sliders);
    section.hidden = sliders.length === 0;
    section.querySelector<HTMLButtonElement>('[data-reset]')!.onclick = () => {
      const rest = Object.fromEntries(model[kind].map(({ name }) => [name, 0]));
      change({ edits: { ...state.edits, ...rest } });
      show(state);
    };
  }

  const truncation = byId('truncation');
  truncation.hidden = !model.truncation;
  if (model.truncation) {
    const slider = {
      name: 'truncation',
      unit: '',
      range: [0, 1],
      rest: model.truncation.default ?? 1,
    } as const;
    const control = createSliderControl(slider, (value) => change({ truncation: value }));
    add(control, (state) => state.truncation!);
    truncation.replaceChildren(control.element);
  }

  function show(to: StudioState): void {
    state = to;
    for (const { control, read } of parts) control.show(read(state));
  }
  return { show };
}
