import type { ModelInfo } from '@roentgan/gan-runtime';
import type { Control } from '../controls/control.ts';
import { createLabelControl } from '../controls/labelControl.ts';
import { makeElement } from '../controls/makeElement.ts';
import { createSeedControl } from '../controls/seedControl.ts';
import { createSliderControl } from '../controls/sliderControl.ts';
import { controlsStyles } from './controlsStyles.ts';
import type { GanViewer } from './ganViewer.ts';

/** One for all elements. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(controlsStyles);

/**
 * Shows the settings that a viewer's model has in `place`, and keeps them and the viewer's attributes the same: seed, labels, edits,
 * directions, truncation. A change by hand is an `input` event of the viewer. Returns what takes them away.
 */
export function openViewerControls(viewer: GanViewer, place: HTMLElement): () => void {
  const root = place.getRootNode() as ShadowRoot;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  let shows: (() => void)[] = [];
  const show = () => {
    for (const one of shows) one();
  };
  const build = () => {
    const made = buildControls(viewer, viewer.generator!.model);
    shows = made.shows;
    place.replaceChildren(...made.elements);
    for (const element of place.querySelectorAll('*')) element.part.add(...partsOf(element));
    show();
  };
  // What leaves the element is one event for each change, after the attributes have it.
  const keepInside = (event: Event) => event.stopPropagation();
  place.addEventListener('input', keepInside);
  viewer.addEventListener('ready', build);
  viewer.addEventListener('image', show);
  if (viewer.generator) build();
  return () => {
    place.removeEventListener('input', keepInside);
    viewer.removeEventListener('ready', build);
    viewer.removeEventListener('image', show);
    place.replaceChildren();
  };
}

function partsOf(element: Element): string[] {
  const kind = element.matches('input[type=range]') ? ['range'] : [];
  if (element.matches('input[type=number], select')) kind.push('field');
  if (element.matches('button')) kind.push('button');
  return [...element.classList, ...kind];
}

interface Built {
  readonly elements: HTMLElement[];
  /** Put the attributes' values into the controls. */
  readonly shows: (() => void)[];
}

function buildControls(viewer: GanViewer, model: ModelInfo): Built {
  const elements: HTMLElement[] = [];
  const shows: (() => void)[] = [];
  const change = (set: () => void) => {
    set();
    viewer.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const follow = (control: Pick<Control, 'show'>, read: () => number) =>
    shows.push(() => control.show(read()));

  const seed = seedFields();
  elements.push(seed.element);
  follow(
    createSeedControl(seed, (value) => change(() => Object.assign(viewer, { seed: value }))),
    () => viewer.seed,
  );

  for (const label of model.labels) {
    const control = createLabelControl(label, (value) =>
      change(() => {
        viewer.labels = { ...labelsOf(viewer), [label.name]: value };
      }),
    );
    elements.push(control.element);
    follow(control, () => {
      const value = labelsOf(viewer)[label.name] ?? label.default;
      const at = typeof value === 'number' ? value : (label.names ?? []).indexOf(value);
      const isKnown = label.classes === 0 || (Number.isInteger(at) && at >= 0 && at < label.classes);
      return isKnown ? at : label.default;
    });
  }

  for (const [heading, edits] of [
    ['Edits', model.edits],
    ['Latent directions', model.directions],
  ] as const) {
    if (edits.length === 0) continue;
    const set = (values: Readonly<Record<string, number>>) =>
      change(() => {
        const all = Object.entries({ ...editsOf(viewer), ...values });
        viewer.edits = Object.fromEntries(all.filter(([, value]) => value !== 0));
      });
    const sliders = edits.map(({ name, unit, range }) => {
      const control = createSliderControl({ name, unit, range, rest: 0 }, (value) => set({ [name]: value }));
      follow(control, () => editsOf(viewer)[name] ?? 0);
      return control.element;
    });
    const reset = makeElement('button', { type: 'button', class: 'quiet' }, 'Reset');
    reset.ariaLabel = `Reset ${heading.toLowerCase()}`;
    reset.addEventListener('click', () => {
      set(Object.fromEntries(edits.map(({ name }) => [name, 0])));
      for (const one of shows) one();
    });
    // Unnamed directions behind named edits are for who looks for them.
    const isExtra = edits === model.directions && model.edits.length > 0;
    const title = makeElement(isExtra ? 'summary' : 'span', { class: 'heading' }, heading);
    const row = isExtra ? [title, reset] : [makeElement('div', { class: 'heading-row' }, title, reset)];
    const group = { class: 'group', role: 'group', 'aria-label': heading };
    elements.push(makeElement(isExtra ? 'details' : 'div', group, ...row, ...sliders));
  }

  if (model.truncation) {
    const rest = model.truncation.default ?? 1;
    const slider = { name: 'truncation', unit: '', range: [0, 1], rest } as const;
    const control = createSliderControl(slider, (value) =>
      change(() => Object.assign(viewer, { truncation: value })),
    );
    elements.push(makeElement('div', { class: 'group' }, control.element));
    follow(control, () => viewer.truncation ?? rest);
  }
  return { elements, shows };
}

/** Attributes that cannot be read are the viewer's error to show; the controls start from none. */
function labelsOf(viewer: GanViewer): GanViewer['labels'] {
  try {
    return viewer.labels;
  } catch {
    return {};
  }
}

function editsOf(viewer: GanViewer): GanViewer['edits'] {
  try {
    return viewer.edits;
  } catch {
    return {};
  }
}

function seedFields() {
  const button = (text: string, name: string) =>
    makeElement('button', { type: 'button', ...(name ? { 'aria-label': name } : {}) }, text);
  const input = makeElement('input', {
    id: 'seed',
    type: 'number',
    inputmode: 'numeric',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    step: 1,
    required: true,
  });
  const previous = button('‹', 'Previous seed');
  const next = button('›', 'Next seed');
  const random = button('Random', '');
  const label = makeElement('label', { class: 'heading', for: 'seed' }, 'Seed');
  const fields = makeElement('div', { class: 'seed' }, previous, input, next, random);
  return { input, previous, next, random, element: makeElement('div', { class: 'group' }, label, fields) };
}
