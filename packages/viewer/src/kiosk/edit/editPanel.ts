import type { Control } from '../../controls/control.ts';
import { createLabelControl } from '../../controls/labelControl.ts';
import { makeElement } from '../../controls/makeElement.ts';
import { createSliderControl } from '../../controls/sliderControl.ts';
import type { Changeable } from '../config/fitModel.ts';
import type { KioskConfig } from '../config/kioskConfig.ts';
import type { Shot } from '../show/shot.ts';
import { fillIn } from './fillIn.ts';

export interface EditPanel {
  readonly element: HTMLElement;
  /** Puts an image's settings in, without telling `onChange`. */
  show(shot: Shot): void;
}

export interface EditPanelEvents {
  onChange(shot: Shot): void;
  /** Another image is asked for. */
  onAnother(): void;
  onDone(): void;
}

/** Sliders for the edits, a choice for each label, and three buttons. */
export function createEditPanel(
  { edits, labels }: Changeable,
  { strings }: Pick<KioskConfig, 'strings'>,
  modelName: string,
  events: EditPanelEvents,
): EditPanel {
  let shot: Shot;
  const called = (name: string) => strings.names[name] ?? name;
  const change = (to: Partial<Shot>) => {
    shot = { ...shot, ...to };
    events.onChange(shot);
  };
  const labelControls = labels.map((label) => {
    const names = Array.from({ length: label.classes }, (_, at) => called(label.names?.[at] ?? String(at)));
    return createLabelControl({ ...label, name: called(label.name), names }, (value) =>
      change({ labels: { ...shot.labels, [label.name]: value } }),
    );
  });
  const sliders = edits.map(({ name, unit, range }) =>
    createSliderControl({ name: called(name), unit: called(unit), range, rest: 0 }, (value) =>
      change({ edits: { ...shot.edits, [name]: value } }),
    ),
  );
  const button = (style: string, text: string, onClick: () => void) => {
    const element = makeElement('button', { type: 'button', class: style }, text);
    element.addEventListener('click', onClick);
    return element;
  };

  function show(to: Shot): void {
    shot = to;
    const put = (controls: readonly Control[], values: readonly number[]) =>
      controls.forEach((control, at) => {
        control.show(values[at]!);
      });
    put(
      labelControls,
      labels.map(({ name, default: initial }) => to.labels[name] ?? initial),
    );
    put(
      sliders,
      edits.map(({ name }) => to.edits[name] ?? 0),
    );
  }
  function reset(): void {
    change({ edits: {} });
    show(shot);
  }

  const settings = makeElement(
    'div',
    { class: 'settings' },
    ...labelControls.map(({ element }) => element),
    ...sliders.map(({ element }) => element),
  );
  const actions = makeElement(
    'div',
    { class: 'actions' },
    button('primary', fillIn(strings.another, { model: modelName }), events.onAnother),
    ...(edits.length > 0 ? [button('secondary', strings.reset, reset)] : []),
    button('secondary', strings.done, events.onDone),
  );
  const element = makeElement('form', { class: 'panel' }, settings, actions);
  // Enter in a slider settles it, no more.
  element.addEventListener('submit', (event) => event.preventDefault());
  return { element, show };
}
