import type { AppearanceSection, LeakageMeasure, Spread } from '@roentgan/datasets/audit';
import { Html } from './html.ts';

/** A line of a plot. */
interface Line {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Of the page's style. */
  readonly colour: string;
}

/** Small enough that its text can be read on a phone, where it fills the width. */
const WIDTH = 380;
const HEIGHT = 240;
const DATASET = 'var(--dataset)';
const REAL = 'var(--real)';

type Draw = (lines: readonly Line[], axes: Axes) => Html;

interface Axes {
  /** What a reader who sees no plot is told. */
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Where a limit lies on the x axis. */
  readonly mark?: number;
}

/** Observable Plot, drawing into a document of its own: SVG text, no browser, no script in the report. */
export async function openPlots(): Promise<Draw> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return (lines, { title, x, y, mark }) => {
    const svg = Plot.plot({
      document: document as unknown as Document,
      width: WIDTH,
      height: HEIGHT,
      marginLeft: 44,
      marginBottom: 36,
      ariaLabel: title,
      style: { background: 'transparent', fontSize: '12px', overflow: 'visible' },
      x: { label: x, ticks: 5 },
      y: { label: y, ticks: 5, grid: true },
      marks: [
        ...lines.map(({ points, colour }) =>
          Plot.line(points as [number, number][], { stroke: colour, strokeWidth: 1.75 }),
        ),
        ...(mark === undefined
          ? []
          : [Plot.ruleX([mark], { stroke: 'var(--text)', strokeDasharray: '2,3' })]),
      ],
    });
    svg.setAttribute('role', 'img');
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    return new Html(svg.toString());
  };
}

/** Share of images whose nearest real one lies within each distance. */
export function nearestPlot(draw: Draw, measure: string, { dataset, real, threshold }: LeakageMeasure): Html {
  const cumulated = ({ percentiles }: Spread) => percentiles.map((value, at) => [value, at] as const);
  return draw(
    [
      { points: cumulated(real), colour: REAL },
      { points: cumulated(dataset), colour: DATASET },
    ],
    {
      title: `Distance to the nearest real image in ${measure}, cumulated: dataset and other real images`,
      x: `distance in ${measure} →`,
      y: '↑ % of images',
      mark: threshold,
    },
  );
}

/** Share of pixels by grey level. */
export function histogramPlot(draw: Draw, { histogram }: AppearanceSection): Html {
  const shares = (values: readonly number[]) =>
    values.map((value, bin) => [(bin + 0.5) / values.length, 100 * value] as const);
  return draw(
    [
      { points: shares(histogram.reference), colour: REAL },
      { points: shares(histogram.dataset), colour: DATASET },
    ],
    { title: 'Grey levels: dataset and reference', x: 'grey, black to white →', y: '↑ % of pixels' },
  );
}

/** Power by frequency. */
export function spectrumPlot(draw: Draw, spectrum: NonNullable<AppearanceSection['spectrum']>): Html {
  const rings = (values: readonly number[]) => values.map((value, ring) => [ring, value] as const);
  return draw(
    [
      { points: rings(spectrum.reference), colour: REAL },
      { points: rings(spectrum.dataset), colour: DATASET },
    ],
    { title: 'Radial power spectrum: dataset and reference', x: 'cycles a picture →', y: '↑ dB' },
  );
}
