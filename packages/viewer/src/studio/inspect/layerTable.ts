import { makeElement } from '../../controls/makeElement.ts';
import type { LayerSummary, LayerTimes, ModelSummary } from '../modelWorker/messages.ts';
import { milliseconds, shortCount, sizes } from './format.ts';

/** The graph as a table: one row a node, in the order they are computed. */
export interface LayerTable {
  readonly element: HTMLElement;
  /** Marks the row of a node; none where undefined. */
  choose(node: string | undefined): void;
  showTimes(times: LayerTimes | undefined): void;
  /** Shows only rows whose name, operation or inputs contain it. */
  filter(text: string): void;
}

/** Rows that are there at once: a page builds and lays them out in a few milliseconds. */
const ROWS = 250;
const columns = ['#', 'Node', 'Op', 'Inputs', 'Output', 'Params', 'MACs', 'Time'] as const;

export function createLayerTable(
  { layers, parameters, macs }: ModelSummary,
  onChoose: (layer: LayerSummary) => void,
): LayerTable {
  const body = makeElement('tbody');
  const totalTime = makeElement('td', { class: 'time' });
  const shared = sharedStart(layers.map(({ name }) => name));
  const headings = columns.map((name) =>
    makeElement('th', { scope: 'col', class: name === '#' ? 'number' : name.toLowerCase() }, name),
  );
  if (shared) headings[1]!.append(makeElement('span', { class: 'shared-start' }, ` in ${shared}`));
  const table = makeElement(
    'table',
    { class: 'layers' },
    makeElement('caption', { class: 'unseen' }, 'Nodes of the graph, in the order they are computed'),
    makeElement('thead', {}, makeElement('tr', {}, ...headings)),
    body,
    makeElement(
      'tfoot',
      {},
      makeElement(
        'tr',
        {},
        makeElement('td', { class: 'number' }),
        makeElement('th', { scope: 'row', class: 'node' }, 'Total'),
        makeElement('td', { class: 'op' }),
        makeElement('td', { class: 'inputs' }),
        makeElement('td', { class: 'output' }),
        makeElement(
          'td',
          { class: 'params', title: parameters.toLocaleString('en') },
          shortCount(parameters),
        ),
        makeElement('td', { class: 'macs', title: macs.toLocaleString('en') }, shortCount(macs)),
        totalTime,
      ),
    ),
  );
  const more = makeElement('button', { type: 'button', class: 'quiet more', hidden: true });
  const none = makeElement('p', { class: 'no-rows', hidden: true }, 'No node matches.');
  const element = makeElement(
    'div',
    { class: 'table-scroll', role: 'region', 'aria-label': 'Table of layers', tabindex: 0 },
    table,
    none,
    more,
  );

  let times: LayerTimes | undefined;
  let longest = 0;
  let chosen: string | undefined;
  let shown: readonly { readonly layer: LayerSummary; readonly at: number }[] = [];
  const rows = new Map<string, { row: HTMLTableRowElement; time: HTMLTableCellElement }>();

  function fillTime(name: string, cell: HTMLTableCellElement): void {
    const time = times?.times.get(name);
    cell.replaceChildren();
    if (time === undefined) return;
    cell.style.setProperty('--share', String(longest > 0 ? time / longest : 0));
    cell.append(
      makeElement('span', { class: 'time-bar', 'aria-hidden': 'true' }),
      `${milliseconds(time)} ms`,
    );
  }
  function rowOf(layer: LayerSummary, at: number): HTMLTableRowElement {
    const { name, op, inputs, shape } = layer;
    const button = makeElement(
      'button',
      { type: 'button', tabindex: -1, title: name },
      name.slice(shared.length),
    );
    button.append(
      makeElement('span', { class: 'op-below', 'aria-hidden': 'true' }, `${op} · ${sizes(shape)}`),
    );
    button.addEventListener('click', () => onChoose(layer));
    const cell = (kind: string, text: string, title = text) =>
      makeElement('td', { class: kind, title }, text);
    const time = makeElement('td', { class: 'time' });
    const row = makeElement(
      'tr',
      {},
      cell('number', String(at + 1)),
      makeElement('th', { scope: 'row', class: 'node' }, button),
      cell('op', op),
      cell('inputs', inputs.join(', ')),
      cell('output', sizes(shape)),
      cell('params', shortCount(layer.parameters), layer.parameters.toLocaleString('en')),
      cell('macs', shortCount(layer.macs), layer.macs.toLocaleString('en')),
      time,
    );
    rows.set(name, { row, time });
    fillTime(name, time);
    return row;
  }
  function grow(): void {
    const from = body.rows.length;
    body.append(...shown.slice(from, from + ROWS).map(({ layer, at }) => rowOf(layer, at)));
    const left = shown.length - body.rows.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(left, ROWS)} more of ${left.toLocaleString('en')}`;
    none.hidden = shown.length > 0;
    mark();
  }
  /** One button is in the order of Tab: the chosen row's, else the first; arrow keys reach the others. */
  function mark(): void {
    for (const [name, { row }] of rows) {
      row.toggleAttribute('data-chosen', name === chosen);
      const button = buttonOf(row);
      button.ariaPressed = String(name === chosen);
      button.tabIndex = -1;
    }
    const stop = (chosen !== undefined && rows.get(chosen)?.row) || body.rows[0];
    if (stop) buttonOf(stop).tabIndex = 0;
  }
  body.addEventListener('keydown', (event) => {
    const row = (event.target as Element).closest('tr');
    if (!row) return;
    const at = [...body.rows].indexOf(row);
    const last = body.rows.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to > last && !more.hidden) more.focus();
    else buttonOf(body.rows[Math.min(last, Math.max(0, to))]!).focus();
  });
  more.addEventListener('click', () => {
    const next = body.rows.length;
    grow();
    buttonOf(body.rows[next]!).focus();
  });

  function filter(text: string): void {
    const wanted = text.trim().toLowerCase();
    const all = layers.map((layer, at) => ({ layer, at }));
    shown =
      wanted === ''
        ? all
        : all.filter(({ layer: { name, op, inputs } }) =>
            [name, op, ...inputs].some((part) => part.toLowerCase().includes(wanted)),
          );
    body.replaceChildren();
    rows.clear();
    grow();
  }
  filter('');

  return {
    element,
    filter,
    choose(node) {
      chosen = node;
      mark();
    },
    showTimes(to) {
      times = to;
      longest = Math.max(0, ...(to?.times.values() ?? []));
      table.toggleAttribute('data-timed', Boolean(to?.timed));
      for (const [name, { time }] of rows) fillTime(name, time);
      const total = [...(to?.times.values() ?? [])].reduce((sum, time) => sum + time, 0);
      totalTime.textContent = to?.timed ? `${milliseconds(total)} ms` : '';
    },
  };
}

function buttonOf(row: HTMLTableRowElement): HTMLButtonElement {
  return row.querySelector('button')!;
}

/** What all names start with, up to a `/`: as exporters name a module's nodes. */
function sharedStart(names: readonly string[]): string {
  const first = names[0] ?? '';
  let end = first.lastIndexOf('/') + 1;
  while (end > 0 && !names.every((name) => name.startsWith(first.slice(0, end))))
    end = first.lastIndexOf('/', end - 2) + 1;
  return names.length > 1 ? first.slice(0, end) : '';
}
