import type { MindChange } from './mindChanges.ts';
import type { Band } from './summariseCurves.ts';

/** A line with its band. */
export interface PlotLine extends Band {
  readonly name: string;
  /** Which of the plot's colours. */
  readonly colour: number;
}

export interface Plot {
  readonly amounts: readonly number[];
  readonly range: readonly [number, number];
  readonly top: number;
  readonly lines: readonly PlotLine[];
  /** Whether the bands say anything: more than one seed. */
  readonly hasBands: boolean;
  readonly changes: readonly MindChange[];
  /** The one with a number. */
  readonly marked: MindChange | undefined;
  /** Whose change it is, where the lines are of several seeds; with a space behind. */
  readonly markedOf: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly percent: boolean;
  /** What screen readers say. */
  readonly label: string;
}

const margin = { left: 52, right: 14, top: 26, bottom: 40 };
const svgNamespace = 'http://www.w3.org/2000/svg';

/** Draws a plot of this size in pixels, as SVG: its colours are the page's. */
export function drawPlot(plot: Plot, width: number, height: number): SVGSVGElement {
  const { amounts, range, top, lines, changes, marked } = plot;
  const [low, high] = range;
  const x = (amount: number) =>
    margin.left + ((amount - low) / (high - low)) * (width - margin.left - margin.right);
  const y = (value: number) => margin.top + (1 - value / top) * (height - margin.top - margin.bottom);
  const parts: SVGElement[] = [];
  for (const value of ticks(0, top, 4)) {
    parts.push(
      shape('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value) }),
    );
    const name = plot.percent ? `${Math.round(value * 100)} %` : String(value);
    parts.push(text(name, { class: 'tick', x: margin.left - 8, y: y(value) + 4, 'text-anchor': 'end' }));
  }
  for (const amount of ticks(low, high, Math.max(2, Math.floor(width / 90)))) {
    parts.push(
      shape('line', {
        class: 'grid',
        x1: x(amount),
        x2: x(amount),
        y1: margin.top,
        y2: height - margin.bottom,
      }),
    );
    parts.push(
      text(String(amount).replace('-', '−'), {
        class: 'tick',
        x: x(amount),
        y: height - margin.bottom + 17,
        'text-anchor': 'middle',
      }),
    );
  }
  for (const change of changes)
    parts.push(
      shape('line', {
        class: change === marked ? 'change marked' : 'change',
        x1: x(change.amount),
        x2: x(change.amount),
        y1: margin.top,
        y2: height - margin.bottom,
      }),
    );
  const at = (values: readonly number[], index: number) =>
    `${x(amounts[index]!).toFixed(1)},${y(values[index]!).toFixed(1)}`;
  for (const { mean, low, high, colour } of lines) {
    const there = [...mean.keys()];
    if (plot.hasBands) {
      const edge = [
        ...there.map((index) => at(high, index)),
        ...there.toReversed().map((index) => at(low, index)),
      ];
      parts.push(shape('polygon', { class: `band colour-${colour}`, points: edge.join(' ') }));
    }
    parts.push(
      shape('polyline', {
        class: `curve colour-${colour}`,
        points: there.map((index) => at(mean, index)).join(' '),
      }),
    );
  }
  if (marked) {
    const middle = x(marked.amount);
    const anchor = middle > width * 0.7 ? 'end' : middle < width * 0.3 ? 'start' : 'middle';
    parts.push(
      text(`${plot.markedOf}changes at ${amountText(marked)}`, {
        class: 'mark-text',
        x: middle,
        y: margin.top - 9,
        'text-anchor': anchor,
      }),
    );
  }
  parts.push(
    text(plot.xTitle, { class: 'title', x: width - margin.right, y: height - 5, 'text-anchor': 'end' }),
  );
  if (!marked || x(marked.amount) > width * 0.4)
    parts.push(text(plot.yTitle, { class: 'title', x: 8, y: margin.top - 9 }));
  const svg = shape('svg', {
    class: 'plot',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': plot.label,
  });
  svg.append(...parts);
  return svg as SVGSVGElement;
}

/** As exact as it is known, as in "+1.43". */
export function amountText({ amount, within }: Pick<MindChange, 'amount' | 'within'>): string {
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(Math.max(within, 1e-6) * 2))));
  return `${amount > 0 ? '+' : ''}${amount.toFixed(digits)}`.replace('-', '−');
}

/** Round numbers from low to high, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

function shape(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function text(content: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = shape('text', attributes);
  element.textContent = content;
  return element;
}
