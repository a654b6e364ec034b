import './stress.css';
import type { Generator } from '@roentgan/gan-runtime';
import { type Classifier, openClassifier } from '@roentgan/measurer';
import { makeElement } from '../../controls/makeElement.ts';
import { readThreads } from '../../ganViewer/imageSettings.ts';
import { factList } from '../inspect/factList.ts';
import type { OpenedModel } from '../modelWorker/messages.ts';
import { createModelField } from '../modelWorker/modelField.ts';
import type { ModelWorker } from '../modelWorker/openModelWorker.ts';
import { saveFile } from '../saveFile.ts';
import { siteFiles } from '../siteFiles.ts';
import { slidersOf } from '../studioState.ts';
import type { Studio, StudioView } from '../view.ts';
import { curveCsv } from './curveCsv.ts';
import { describeClassifier, imageNet } from './describeClassifier.ts';
import { nearestChange } from './mindChanges.ts';
import { amountText } from './plot.ts';
import { runStress, type SeedCurve, type StressRequest } from './runStress.ts';
import { createStressStage, type StressResult } from './stressStage.ts';
import { wholeField } from './wholeField.ts';

/** How a classifier answers while one edit of an image goes through its range, and where it changes its mind. */
export function stressView(studio: Studio): StudioView {
  const edits = slidersOf(studio.model);
  const kept = studio.kept('stress');
  const editList = makeElement('select', { id: 'stress-edit' });
  editList.append(...edits.map(({ name }) => makeElement('option', { value: name }, name)));
  if (edits.some(({ name }) => name === kept.edit)) editList.value = kept.edit!;
  const points = wholeField('stress-points', 'Points', {
    least: 3,
    most: 201,
    start: Number(kept.points ?? 21),
  });
  const seeds = wholeField('stress-seeds', 'Seeds, from the one at hand on', {
    least: 1,
    most: 100,
    start: Number(kept.seeds ?? 1),
  });
  const normalise = makeElement('input', { type: 'checkbox', id: 'stress-imagenet' });
  const normaliseLabel = makeElement(
    'label',
    { class: 'check', hidden: true },
    normalise,
    "Normalise as ImageNet's classifiers are",
  );
  const facts = makeElement('div', { class: 'classifier-facts' });
  const shape = makeElement('select', { id: 'stress-shape' });
  shape.append(
    makeElement('option', { value: 'classes' }, 'probability of each class'),
    makeElement('option', { value: 'expected' }, 'expected class, where classes are in order'),
  );
  const run = makeElement(
    'button',
    { type: 'submit', class: 'primary', disabled: true },
    'Ask the classifier',
  );
  const stop = makeElement('button', { type: 'button', class: 'secondary', hidden: true }, 'Stop');
  const csv = makeElement('button', { type: 'button', class: 'secondary', disabled: true }, 'Save as CSV');
  const bar = makeElement('progress', { 'aria-label': 'Progress', max: 1, value: 0, hidden: true });
  const status = makeElement('p', { class: 'stress-status', role: 'status' });
  const stage = createStressStage();
  const element = makeElement('div', { class: 'stress' }, stage.element);
  const field = createModelField({
    text: 'Choose a classifier',
    dropOn: element,
    onOpened: (worker, model) => void take(worker, model),
  });
  const label = (text: string, to: HTMLElement) =>
    makeElement('label', { class: 'field-label', for: to.id }, text);
  const settings = makeElement(
    'section',
    { class: 'group', 'aria-labelledby': 'stress-edit-heading' },
    makeElement('h2', { class: 'heading', id: 'stress-edit-heading' }, 'Along an edit'),
    label('Edit', editList),
    editList,
    makeElement('div', { class: 'stress-fields' }, points.element, seeds.element),
    label('The plot shows', shape),
    shape,
  );
  const form = makeElement(
    'form',
    { class: 'controls', 'aria-label': 'Stress-test', novalidate: true },
    makeElement(
      'section',
      { class: 'group' },
      makeElement('h2', { class: 'heading' }, 'Classifier'),
      field.element,
      facts,
      normaliseLabel,
    ),
    settings,
    makeElement('section', { class: 'group actions' }, run, stop, csv, bar, status),
  );
  element.append(form);

  let opened: { readonly model: OpenedModel; readonly classifier: Classifier } | undefined;
  let stopping: AbortController | undefined;
  let result: StressResult | undefined;
  let isClosed = false;

  async function take(worker: ModelWorker, model: OpenedModel): Promise<void> {
    worker.close(); // the file is read, and converted where it had to be
    try {
      await open(model, false);
    } catch (error) {
      field.refuse((error as Error).message);
    }
  }
  async function open(model: OpenedModel, normalised: boolean): Promise<void> {
    const threads = readThreads(studio.viewer);
    const classifier = await openClassifier(model.file, {
      backend: studio.viewer.backend,
      ...(threads === undefined ? {} : { threads }),
      ...(normalised && { normalise: imageNet }),
    });
    if (isClosed) return classifier.dispose();
    stopping?.abort();
    opened?.classifier.dispose();
    opened = { model, classifier };
    normalise.checked = normalised;
    normaliseLabel.hidden = classifier.input.channels === 1;
    facts.replaceChildren(factList(describeClassifier(classifier, pictureSize(), normalised)));
    run.disabled = false;
  }
  async function openBeside(): Promise<void> {
    const address = new URLSearchParams(location.search).get('classifier') || (await siteFiles()).classifier;
    if (!address || isClosed) return;
    const { href } = new URL(address, document.baseURI);
    await field.openUrl(href, 'the classifier beside this page');
  }
  function pictureSize() {
    const { shape } = studio.model.outputs.find(({ channels }) => channels !== 'raw')!;
    return { width: shape[3] as number, height: shape[2] as number };
  }
  function request(): StressRequest {
    const { seed, labels, edits: values, truncation } = studio.state;
    const { name, range } = edits.find(({ name }) => name === editList.value)!;
    return {
      edit: name,
      range,
      points: points.read(),
      seeds: Array.from({ length: seeds.read() }, (_, at) => seed + at),
      image: { labels, edits: values, ...(truncation === undefined ? {} : { truncation }) },
    };
  }

  async function ask(): Promise<void> {
    const generator = studio.viewer.generator;
    if (!opened || !generator || stopping) return;
    const { classifier } = opened;
    const { classNames } = classifier;
    let asked: StressRequest;
    try {
      asked = request();
    } catch (error) {
      status.textContent = (error as Error).message;
      return;
    }
    const current = new AbortController();
    stopping = current;
    const { unit } = edits.find(({ name }) => name === asked.edit)!;
    const total = asked.points * asked.seeds.length;
    let curves: readonly SeedCurve[] = [];
    showRunning(true);
    try {
      await runStress(generator, classifier, asked, current.signal, (so) => {
        curves = so;
        const done = so.reduce((sum, { points }) => sum + points.length, 0);
        bar.value = done / total;
        status.textContent = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} pictures`;
        result = { request: asked, unit, classNames, curves, pictures: [] };
        stage.show(result);
      });
      const pictures = await picturesOf(generator, classifier, asked, curves[0]!, current.signal);
      result = { request: asked, unit, classNames, curves, pictures };
      stage.show(result);
      status.textContent = '';
    } catch (error) {
      status.textContent = current.signal.aborted
        ? 'Stopped. The plot shows what was asked until then.'
        : `Not finished: ${(error as Error).message}`;
    }
    stopping = undefined;
    csv.disabled = curves.length === 0;
    showRunning(false);
  }
  function showRunning(runs: boolean): void {
    const hadFocus = runs ? run === document.activeElement : stop === document.activeElement;
    run.hidden = runs;
    stop.hidden = !runs;
    bar.hidden = !runs;
    csv.disabled ||= runs;
    if (hadFocus) (runs ? stop : run).focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask();
  });
  stop.addEventListener('click', () => stopping?.abort());
  shape.addEventListener('change', () => stage.setExpected(shape.value === 'expected'));
  settings.addEventListener('change', () =>
    studio.keep('stress', { edit: editList.value, points: points.input.value, seeds: seeds.input.value }),
  );
  normalise.addEventListener('change', () => {
    if (!opened) return;
    open(opened.model, normalise.checked).catch((error: Error) => field.refuse(error.message));
  });
  csv.addEventListener('click', () => {
    const { edit } = result!.request;
    const text = curveCsv({ name: edit, unit: result!.unit }, result!.curves, result!.classNames);
    const name = `${studio.modelName}-${edit}`.replaceAll(/[^\w.-]+/g, '-');
    saveFile(new Blob([text], { type: 'text/csv' }), `${name}.csv`);
  });

  return {
    element,
    show() {
      if (!opened) void openBeside();
    },
    hide() {
      stopping?.abort();
      field.stop();
    },
    close() {
      isClosed = true;
      opened?.classifier.dispose();
    },
  };
}

/** The first seed's images at both ends and where the answer changes. */
async function picturesOf(
  generator: Generator,
  classifier: Classifier,
  { edit, range, image, points }: StressRequest,
  { seed, points: curve, changes }: SeedCurve,
  signal: AbortSignal,
): Promise<StressResult['pictures']> {
  const { classNames } = classifier;
  const draw = (amount: number) =>
    generator.generate({ ...image, seed, edits: { ...image.edits, [edit]: amount }, signal });
  const said = (at: number) => {
    const { grade, probabilities } = curve[at]!;
    return `${classNames[grade]} (${Math.round(probabilities[grade]! * 100)} %)`;
  };
  const end = (at: number, amount: number) => ({
    amount: amountText({ amount, within: 0.005 }),
    said: said(at),
  });
  const change = nearestChange(changes);
  const [low, high] = range;
  return [
    { ...end(0, low), image: await draw(low) },
    ...(change
      ? [
          {
            amount: amountText(change),
            said: `${classNames[change.from]} to ${classNames[change.to]}`,
            image: await draw(change.amount),
          },
        ]
      : []),
    { ...end(points - 1, high), image: await draw(high) },
  ];
}
