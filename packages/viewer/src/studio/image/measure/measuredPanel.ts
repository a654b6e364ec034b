import { byId, makeElement } from '../../../controls/makeElement.ts';
import type { ImageSettings } from '../../../ganViewer/imageSettings.ts';
import type { Studio } from '../../view.ts';
import type { UneditedImage } from '../uneditedImage.ts';
import { type Measurement, measuredEdits } from './measuredEdits.ts';
import { measuredText } from './measuredText.ts';
import { createMeasurer, type Measurer } from './measurer.ts';

/** What is measured in the picture, beside what was asked for. */
export interface MeasuredPanel {
  readonly on: boolean;
  turn(on: boolean): void;
  /** Another picture is on screen: it is measured once it rests. */
  follow(settings: ImageSettings): void;
  /** What is under way is left. */
  stop(): void;
}

/** How long a picture is there before it is measured: while a slider moves, nothing is. */
const restMs = 250;

/**
 * A switch beside the heading of the edits, and a line below each slider; nothing where the model has no edit that can be measured. `onTurn` hears of
 * the switch.
 */
export function createMeasuredPanel(
  studio: Studio,
  unedited: UneditedImage,
  onTurn: () => void,
  signal: AbortSignal,
): MeasuredPanel | undefined {
  const { viewer, model } = studio;
  const edits = measuredEdits(model);
  if (edits.length === 0) return undefined;

  const section = byId('edits');
  const toggle = makeElement('input', { type: 'checkbox', role: 'switch' });
  const label = makeElement('label', { class: 'switch' }, toggle, 'Measured');
  const heading = section.querySelector('.heading-row')!;
  heading.insertBefore(label, heading.lastElementChild);
  const problem = makeElement('p', { class: 'hint', role: 'status' });
  heading.after(problem);
  const sliders = section.querySelectorAll('.slider');
  const lines = edits.map(({ name, value }) => {
    const at = model.edits.findIndex((edit) => edit.name === name);
    const change = makeElement('span', { class: 'measured-change' }, '…');
    const values = makeElement('span', { class: 'measured-values' });
    const line = makeElement('p', { class: 'measured', hidden: true }, 'measured ', change, values);
    sliders[at]!.append(line);
    return { line, change, values, value, range: model.edits[at]!.range };
  });
  signal.addEventListener('abort', () => {
    stop();
    measurer?.close();
    for (const element of [label, problem, ...lines.map(({ line }) => line)]) element.remove();
  });

  let measurer: Measurer | undefined;
  let base: { readonly key: string; readonly measurement: Measurement } | undefined;
  let settings: ImageSettings | undefined;
  let timer = 0;
  let asking = new AbortController();

  function stop(): void {
    clearTimeout(timer);
    asking.abort();
  }
  function begin(): void {
    stop();
    const wanted = settings;
    if (!toggle.checked || !wanted) return;
    for (const { line } of lines) line.classList.add('stale');
    asking = new AbortController();
    const { signal } = asking;
    timer = window.setTimeout(() => measure(wanted, signal), restMs);
  }
  async function measure(wanted: ImageSettings, left: AbortSignal): Promise<void> {
    // Beside the model, as `roentgan view` and the project's own folder of models have it.
    const beside = viewer.src.startsWith('blob:') ? document.baseURI : new URL(viewer.src, document.baseURI);
    measurer ??= createMeasurer(new URL('knee-grade.safetensors', beside));
    const { measure: ask } = measurer;
    try {
      const key = unedited.keyOf(wanted);
      if (base?.key !== key) {
        const image = await unedited.of(wanted, left);
        const measurement = await ask(image);
        if (left.aborted) return;
        base = { key, measurement };
      }
      const image = await viewer.generator!.generate({ ...wanted, signal: left });
      const measurement = await ask(image);
      if (!left.aborted) show(base.measurement, measurement);
    } catch (error) {
      if (!left.aborted) problem.textContent = `Not measured: ${(error as Error).message}`;
    }
  }
  function show(before: Measurement, after: Measurement): void {
    for (const { line, change, values, value, range } of lines) {
      const text = measuredText(before.values[value], after.values[value], range);
      change.textContent = text.change;
      values.textContent = text.values;
      line.classList.remove('stale');
    }
    const ofBefore = before.problems.filter((text) => !after.problems.includes(text));
    problem.textContent = [...after.problems, ...ofBefore.map((text) => `Unedited image: ${text}`)].join(
      '. ',
    );
  }
  function turn(on: boolean): void {
    toggle.checked = on;
    for (const { line } of lines) line.hidden = !on;
    if (on) {
      begin();
      return;
    }
    stop();
    measurer?.close();
    measurer = undefined;
    problem.textContent = '';
  }
  toggle.addEventListener('change', () => {
    turn(toggle.checked);
    onTurn();
  });
  return {
    get on() {
      return toggle.checked;
    },
    turn,
    follow(to) {
      settings = to;
      begin();
    },
    stop,
  };
}
