import { makeElement } from '../../controls/makeElement.ts';
import type { PlotLine } from './plot.ts';

/** The plot's lines as a table: what the picture says, for who does not see it. */
export function curveTable(
  amounts: readonly number[],
  lines: readonly PlotLine[],
  { amountTitle, hasBands, percent }: { amountTitle: string; hasBands: boolean; percent: boolean },
): HTMLElement {
  const number = (value: number) => (percent ? `${(value * 100).toFixed(1)} %` : value.toFixed(2));
  const rows = amounts.map((amount, at) =>
    makeElement(
      'tr',
      {},
      makeElement('th', { scope: 'row' }, String(Number(amount.toFixed(4))).replace('-', '−')),
      ...lines.map(({ mean, low, high }) => {
        const range = hasBands ? ` (${number(low[at]!)} to ${number(high[at]!)})` : '';
        return makeElement('td', {}, `${number(mean[at]!)}${range}`);
      }),
    ),
  );
  const head = [amountTitle, ...lines.map(({ name }) => name)];
  const table = makeElement(
    'table',
    { class: 'curve-table' },
    makeElement(
      'thead',
      {},
      makeElement('tr', {}, ...head.map((name) => makeElement('th', { scope: 'col' }, name))),
    ),
    makeElement('tbody', {}, ...rows),
  );
  return makeElement(
    'div',
    { class: 'curve-scroll', role: 'region', 'aria-label': 'Values of the plot', tabindex: 0 },
    table,
  );
}
