import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../../controls/makeElement.ts';
import { createChoice } from '../../choiceControl.ts';
import { errorLine } from '../../export/errorLine.ts';
import { frameTimes, type Timeline } from '../timeline.ts';
import type { MovieFormat, MovieSettings } from './movie.ts';
import { whyNoWebm } from './webmSupport.ts';

/** All of them are whole hundredths of a second, which is what a GIF counts in. */
const rates = [10, 20, 25, 50] as const;
/** The word "synthetic" is readable where the shorter side has so many pixels. */
const READABLE = 200;
const LARGEST = 2048;
const names: Readonly<Record<MovieFormat, string>> = { webm: 'WebM', gif: 'GIF', png: 'PNG frames' };

/** Exports the animation as a movie. */
export interface MoviePanel {
  readonly element: HTMLElement;
  show(timeline: Timeline): void;
  /** The model's pictures have this size; known from the first on. */
  showSize(size: Pick<GeneratedImage, 'width' | 'height'>): void;
  stop(): void;
}

export type RunExport = (
  settings: MovieSettings,
  stop: AbortSignal,
  onProgress: (done: number, total: number) => void,
) => Promise<string>;

export function createMoviePanel(run: RunExport): MoviePanel {
  let settings: MovieSettings = { format: 'webm', framesPerSecond: 25, scale: 1, marked: true };
  let timeline: Timeline | undefined;
  let size: { readonly width: number; readonly height: number } | undefined;
  let stopping: AbortController | undefined;
  let lacking: string | undefined;

  const format = createChoice(
    'animate-format',
    'Export',
    [
      ['webm', names.webm],
      ['gif', names.gif],
      ['png', names.png],
    ],
    (chosen) => change({ format: chosen }),
  );
  const rate = select('animate-rate', (value) => change({ framesPerSecond: value }));
  rate.replaceChildren(...rates.map((value) => makeElement('option', { value }, `${value} / s`)));
  rate.value = String(settings.framesPerSecond);
  const scale = select('animate-scale', (value) => change({ scale: value }));
  const mark = makeElement('input', { type: 'checkbox', checked: true });
  mark.addEventListener('change', () => change({ marked: mark.checked }));
  const sizes = makeElement(
    'div',
    {},
    makeElement('label', { class: 'heading', for: scale.id }, 'Size'),
    scale,
  );
  const fields = makeElement(
    'fieldset',
    { class: 'movie-fields' },
    format.element,
    makeElement(
      'div',
      { class: 'movie-row' },
      makeElement('div', {}, makeElement('label', { class: 'heading', for: rate.id }, 'Frames'), rate),
      sizes,
    ),
  );
  const marks = makeElement('label', { class: 'check' }, mark, 'Write “synthetic” into the picture');
  fields.append(marks);
  const facts = makeElement('p', { class: 'hint' });
  const start = makeElement('button', { type: 'button', class: 'primary' });
  const stop = makeElement('button', { type: 'button', class: 'secondary', hidden: true }, 'Stop');
  const bar = makeElement('progress', { 'aria-label': 'Frames made', max: 1, value: 0, hidden: true });
  const status = makeElement('p', { role: 'status', class: 'hint' });

  start.addEventListener('click', exportNow);
  stop.addEventListener('click', () => stopping?.abort());

  function change(to: Partial<MovieSettings>): void {
    settings = { ...settings, ...to };
    status.textContent = '';
    update();
  }
  function update(): void {
    format.show(settings.format);
    const isFiles = settings.format === 'png';
    for (const part of [sizes, marks]) part.hidden = isFiles;
    start.textContent = `Export ${names[settings.format]}`;
    if (!timeline || !size) return;
    const frames = frameTimes(timeline, settings.framesPerSecond).length;
    const noun = frames === 1 ? 'frame' : 'frames';
    facts.textContent = isFiles
      ? `${frames} ${noun} in a zip, each saying that it is synthetic and how it was made.`
      : `${frames} ${noun}, ${(frames / settings.framesPerSecond).toFixed(1)} s. The file says that it is synthetic and how it was made.`;
    lacking = undefined;
    showReady();
    if (settings.format !== 'webm') return;
    const { width, height } = size;
    void whyNoWebm(width * settings.scale, height * settings.scale).then((why) => {
      if (settings.format !== 'webm') return;
      lacking = why;
      if (why) facts.textContent = why;
      showReady();
    });
  }
  function showReady(): void {
    start.disabled = lacking !== undefined || !size || !timeline;
  }
  function showRunning(runs: boolean): void {
    fields.disabled = runs;
    [start.hidden, stop.hidden, bar.hidden] = [runs, !runs, !runs];
    bar.value = 0;
    // Without a button that has it, the focus would be lost.
    (runs ? stop : start).focus();
  }

  async function exportNow(): Promise<void> {
    const own = new AbortController();
    stopping = own;
    status.textContent = '';
    showRunning(true);
    try {
      const name = await run(settings, own.signal, (done, total) => {
        bar.value = done / total;
        bar.title = `${done} of ${total}`;
      });
      status.textContent = `Saved ${name}`;
    } catch (error) {
      status.textContent = own.signal.aborted
        ? 'Stopped. Nothing was saved.'
        : `Not exported: ${errorLine(error)}`;
    }
    stopping = undefined;
    showRunning(false);
  }

  return {
    element: makeElement(
      'section',
      { class: 'movie', 'aria-label': 'Export' },
      makeElement('div', { class: 'group' }, fields, facts),
      makeElement('div', { class: 'group actions' }, bar, start, stop, status),
    ),
    show(to) {
      timeline = to;
      update();
    },
    showSize(to) {
      if (size) return;
      size = { width: to.width, height: to.height };
      const shorter = Math.min(size.width, size.height);
      const least = Math.max(1, Math.ceil(READABLE / shorter));
      const scales = [1, 2, 3, 4].map((times) => times * least);
      const fitting = scales.filter((times) => times * Math.max(to.width, to.height) <= LARGEST);
      if (fitting.length === 0) fitting.push(1);
      scale.replaceChildren(
        ...fitting.map((times) =>
          makeElement('option', { value: times }, `${to.width * times} × ${to.height * times}`),
        ),
      );
      change({ scale: fitting[1] ?? fitting[0]! });
      scale.value = String(settings.scale);
    },
    stop: () => stopping?.abort(),
  };
}

function select(id: string, onInput: (value: number) => void): HTMLSelectElement {
  const made = makeElement('select', { id });
  made.addEventListener('change', () => onInput(Number(made.value)));
  return made;
}
