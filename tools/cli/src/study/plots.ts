import type * as PlotModule from '@observablehq/plot';
import type { GradeReading, ReaderReadings, StudyAnalysis, VerdictReading } from '@roentgan/datasets/study';

/** Draws plots as SVG text that takes its colours from the page's variables. */
export interface Plots {
  /** Accuracy, sensitivity and specificity of each reader with their intervals. */
  shares(analysis: StudyAnalysis): string;
  roc(analysis: StudyAnalysis): string;
  /** How many real and synthetic images got each answer from surely real to surely synthetic. */
  ratings(readers: readonly ReaderReadings[]): string;
  times(readers: readonly ReaderReadings[]): string;
}

const WIDTH = 720;

/** Loads the plotting library and a document for it. */
export async function loadPlots(): Promise<Plots> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const draw = (name: string, options: PlotModule.PlotOptions) => {
    const style = { background: 'none', color: 'inherit', fontFamily: 'inherit', fontSize: '12px' };
    const drawn = Plot.plot({ document, width: WIDTH, style: style as never, ariaLabel: name, ...options });
    drawn.setAttribute('role', 'img');
    return drawn.outerHTML;
  };
  return {
    shares: (analysis) =>
      draw('Accuracy, sensitivity and specificity of each reader', sharesPlot(Plot, analysis)),
    roc: (analysis) => draw('ROC curves', rocPlot(Plot, analysis)),
    ratings: (readers) => draw('Answers by origin', ratingsPlot(Plot, readers)),
    times: (readers) => draw('Seconds for an answer by origin', timesPlot(Plot, readers)),
  };
}

type Library = typeof PlotModule;

const origins = { domain: ['real', 'synthetic'], range: ['var(--real)', 'var(--synthetic)'] };

function sharesPlot(Plot: Library, { readers, pooled }: StudyAnalysis): PlotModule.PlotOptions {
  const all = [
    ...readers.map((reader) => ({ name: reader.reader.code, detection: reader.detection })),
    { name: 'all answers', detection: pooled.detection },
  ];
  const rows = all.flatMap(({ name, detection }) =>
    (['accuracy', 'sensitivity', 'specificity'] as const).map((measure) => ({
      name,
      measure,
      ...detection[measure],
    })),
  );
  const known = rows.filter(({ total }) => total > 0);
  return {
    height: 60 + all.length * 22,
    marginLeft: 90,
    x: {
      label: null,
      domain: [0, 1],
      tickFormat: (share: number) => `${Math.round(share * 100)} %`,
      ticks: [0, 0.5, 1],
      grid: true,
    },
    y: { label: null, domain: all.map(({ name }) => name) },
    fx: { label: null, domain: ['accuracy', 'sensitivity', 'specificity'], padding: 0.2 },
    marks: [
      Plot.ruleX([0.5], { stroke: 'currentColor', strokeDasharray: '2 3', strokeOpacity: 0.6 }),
      Plot.ruleY(known, {
        y: 'name',
        fx: 'measure',
        x1: 'low',
        x2: 'high',
        stroke: 'var(--accent)',
        strokeWidth: 2,
      }),
      Plot.dot(known, { y: 'name', fx: 'measure', x: 'share', r: 4, fill: 'var(--accent)' }),
    ],
  };
}

function rocPlot(Plot: Library, { readers, pooled }: StudyAnalysis): PlotModule.PlotOptions {
  const of = (name: string, { detection }: StudyAnalysis['readers'][number] | StudyAnalysis['pooled']) =>
    detection.roc.points.map((point) => ({ name, ...point }));
  const each = readers.flatMap((reader) => of(reader.reader.code, reader));
  const all = of('all answers', pooled);
  const axis = { domain: [0, 1], grid: true, ticks: 5 };
  const at = { x: 'falsePositives', y: 'truePositives' };
  return {
    width: 420,
    height: 430,
    marginBottom: 45,
    x: { ...axis, label: 'real images rated at least as synthetic' },
    y: { ...axis, label: 'synthetic images rated at least as synthetic' },
    marks: [
      Plot.link([0], {
        x1: 0,
        y1: 0,
        x2: 1,
        y2: 1,
        stroke: 'currentColor',
        strokeDasharray: '2 3',
        strokeOpacity: 0.6,
      }),
      Plot.line(each, { ...at, z: 'name', stroke: 'var(--accent)', strokeOpacity: 0.4, strokeWidth: 1 }),
      Plot.line(all, { ...at, stroke: 'var(--accent)', strokeWidth: 2.5 }),
      Plot.dot(all, { ...at, fill: 'var(--accent)', r: 3 }),
    ],
  };
}

function ratingsPlot(Plot: Library, readers: readonly ReaderReadings[]): PlotModule.PlotOptions {
  const verdicts = readers.flatMap((reader) => firstOf(reader.verdicts));
  const levels = Math.max(1, ...verdicts.map(({ confidence }) => confidence));
  const ratings = Array.from({ length: levels }, (_, at) => at + 1);
  const domain = [...ratings.map((rating) => -rating).reverse(), ...ratings];
  return {
    height: 240,
    marginRight: 70,
    x: {
      label: null,
      domain,
      tickFormat: (rating: number) => `${rating < 0 ? 'real' : 'synthetic'} ${Math.abs(rating)}`,
    },
    y: { label: 'answers', grid: true },
    fy: { label: null },
    color: { ...origins, legend: false },
    marks: [
      Plot.barY(
        verdicts,
        Plot.groupX({ y: 'count' }, { x: 'rating', fill: 'origin', fy: 'origin' } as never),
      ),
      Plot.ruleY([0]),
    ],
  };
}

function timesPlot(Plot: Library, readers: readonly ReaderReadings[]): PlotModule.PlotOptions {
  const readings = readers.flatMap(({ grades, verdicts }) => [...firstOf(grades), ...firstOf(verdicts)]);
  const rows = readings.map(({ phase, origin, milliseconds }) => ({
    task: phase === 'grading' ? 'grade' : 'verdict',
    origin,
    // A logarithm has no 0.
    seconds: Math.max(0.05, milliseconds / 1000),
  }));
  return {
    height: 215,
    marginBottom: 45,
    marginLeft: 80,
    marginRight: 60,
    x: {
      type: 'log',
      label: 'seconds',
      grid: true,
      tickFormat: (seconds: number) => String(Number(seconds.toPrecision(1))),
    },
    y: { label: null, domain: origins.domain },
    fy: { label: null, domain: ['grade', 'verdict'] },
    color: origins,
    marks: [
      Plot.boxX(rows, {
        x: 'seconds',
        y: 'origin',
        fy: 'task',
        fill: 'origin',
        fillOpacity: 0.5,
        stroke: 'currentColor',
      }),
    ],
  };
}

function firstOf<Kind extends GradeReading | VerdictReading>(readings: readonly Kind[]): Kind[] {
  return readings.filter(({ showing }) => showing === 1);
}
