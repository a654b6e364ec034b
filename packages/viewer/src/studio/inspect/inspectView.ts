import './layers.css';
import './inspect.css';
import { makeElement } from '../../controls/makeElement.ts';
import { backendText } from '../../ganViewer/backendText.ts';
import { readThreads } from '../../ganViewer/imageSettings.ts';
import type { LayerSummary, OpenedModel, RunsOn } from '../modelWorker/messages.ts';
import { createModelField } from '../modelWorker/modelField.ts';
import type { ModelWorker } from '../modelWorker/openModelWorker.ts';
import { saveFile } from '../saveFile.ts';
import type { Studio, StudioView } from '../view.ts';
import { describeGraph } from './describeGraph.ts';
import { deviceFacts } from './deviceFacts.ts';
import { factList } from './factList.ts';
import { createLayerPanel, type LayerPanel } from './layerPanel.ts';
import { createLayerTable, type LayerTable } from './layerTable.ts';
import { pictureSource } from './pictureSource.ts';
import { createTiming, type Timing } from './timing.ts';
import { totalsLine } from './totalsLine.ts';

/** The model that is looked at, and what shows it. */
interface Looked {
  readonly worker: ModelWorker;
  readonly model: OpenedModel;
  readonly isAtHand: boolean;
  readonly table: LayerTable;
  readonly panel: LayerPanel;
}

/** Any model's graph, times and values: the studio's own, or a file that a person gives. */
export function inspectView(studio: Studio): StudioView {
  const title = makeElement('h2', { id: 'inspect-title' });
  const totals = makeElement('p', { class: 'totals' });
  const filter = makeElement('input', {
    type: 'search',
    placeholder: 'Filter nodes',
    'aria-label': 'Filter nodes',
  });
  const stage = makeElement(
    'section',
    { class: 'inspect-stage', 'aria-labelledby': title.id },
    makeElement('div', { class: 'inspect-head' }, title, totals, filter),
  );
  const contents = makeElement('section', { class: 'group', 'aria-label': 'What the model takes and gives' });
  const device = makeElement('section', { class: 'group', 'aria-label': 'This device' });
  const use = makeElement('button', { type: 'button', class: 'primary' }, 'Use in the studio');
  const save = makeElement('button', { type: 'button', class: 'secondary' }, 'Save as .safetensors');
  const back = makeElement('button', { type: 'button', class: 'secondary' }, "Back to the studio's model");
  const whyNot = makeElement('p', { class: 'hint', id: 'why-not-used' });
  const actions = makeElement('section', { class: 'group actions', hidden: true }, use, whyNot, save, back);
  const element = makeElement('div', { class: 'inspect' }, stage);

  let looked: Looked | undefined;
  let shownState = '';
  const field = createModelField({ text: 'Choose a model file', dropOn: element, onOpened: look });
  const timing: Timing = createTiming({
    measure: (signal) => looked!.worker.call('timeLayers', [runsOn(studio)], signal),
    onTimes: (times) => looked?.table.showTimes(times),
  });
  const panelElement = makeElement(
    'form',
    { class: 'controls', 'aria-label': 'Model to inspect' },
    makeElement(
      'section',
      { class: 'group' },
      makeElement('h2', { class: 'heading' }, 'Model file'),
      field.element,
    ),
    timing.element,
    contents,
    device,
    actions,
  );
  panelElement.addEventListener('submit', (event) => event.preventDefault());
  element.append(panelElement);

  function look(worker: ModelWorker, model: OpenedModel, from: 'file' | 'url'): void {
    looked?.panel.close();
    looked?.worker.close();
    timing.reset();
    filter.value = '';
    const isAtHand = from === 'url';
    const { summary } = model;
    const takesPicture = summary.graph.inputs.some(({ kind }) => kind === 'image');
    const panel = createLayerPanel({
      takesPicture,
      async compute({ layer, first, ownScale, file }, signal) {
        const found = await pictureSource(studio, summary, isAtHand, file);
        if (!found) return undefined;
        const request = { node: layer.name, source: found.source, runsOn: runsOn(studio), first, ownScale };
        const picture = await worker.call('layerPicture', [request], signal);
        return { picture, text: `${found.text} · ${backendText(picture)}`, isSynthetic: found.isSynthetic };
      },
      onClose: () => choose(undefined),
    });
    const table = createLayerTable(summary, choose);
    looked = { worker, model, isAtHand, table, panel };
    title.textContent = summary.graph.name ?? model.fileName;
    totals.textContent = totalsLine(summary);
    stage.replaceChildren(stage.firstElementChild!, table.element, panel.element);
    contents.replaceChildren(
      makeElement('h2', { class: 'heading' }, 'Contents'),
      factList(describeGraph(model)),
    );
    showActions(model, isAtHand);
    shownState = stateText();
    const kept = isAtHand ? studio.kept('inspect').layer : undefined;
    const layer = summary.layers.find(({ name }) => name === kept);
    if (layer) choose(layer);
  }

  function choose(layer: LayerSummary | undefined): void {
    if (!looked) return;
    const { table, panel, isAtHand } = looked;
    // Closed, the layer gives the focus back to its row.
    if (!layer) table.element.querySelector<HTMLElement>('tr[data-chosen] button')?.focus();
    table.choose(layer?.name);
    if (isAtHand) studio.keep('inspect', layer ? { layer: layer.name } : {});
    if (layer) panel.choose(layer);
  }

  function showActions({ summary, conversion }: OpenedModel, isAtHand: boolean): void {
    const draws = summary.graph.outputs.some(({ channels }) => channels !== 'raw');
    actions.hidden = isAtHand;
    use.disabled = !draws;
    whyNot.hidden = draws;
    whyNot.textContent =
      'It gives no picture, so the studio has nothing to draw with it; a classifier goes to Stress-test.';
    save.hidden = !conversion;
  }

  async function openAtHand(): Promise<void> {
    const url = new URL(studio.viewer.src, document.baseURI).href;
    await field.openUrl(url, studio.modelName);
  }
  const stateText = () => JSON.stringify(studio.state);

  filter.addEventListener('input', () => looked?.table.filter(filter.value));
  use.addEventListener('click', () => studio.use(URL.createObjectURL(looked!.model.file)));
  save.addEventListener('click', () => {
    const { model } = looked!;
    const name = (model.summary.graph.name ?? model.fileName).replaceAll(/[^\w.-]+/g, '-');
    saveFile(model.file, `${name}.safetensors`);
  });
  back.addEventListener('click', () => {
    void openAtHand();
    panelElement.querySelector('input')?.focus();
  });

  return {
    element,
    show() {
      if (!looked) void openAtHand();
      else if (shownState !== stateText()) {
        shownState = stateText();
        looked.panel.renew();
      }
      void deviceFacts(studio.viewer.generator).then((facts) =>
        device.replaceChildren(
          makeElement('h2', { class: 'heading' }, 'This device'),
          factList(facts),
          makeElement('a', { class: 'to-playground', href: './playground/' }, 'Measure kernels on it'),
        ),
      );
    },
    hide() {
      field.stop();
      timing.stop();
    },
    close() {
      looked?.panel.close();
      looked?.worker.close();
    },
  };
}

/** As the studio's own model runs. */
function runsOn({ viewer }: Studio): RunsOn {
  const threads = readThreads(viewer);
  return { backend: viewer.backend, ...(threads === undefined ? {} : { threads }) };
}
