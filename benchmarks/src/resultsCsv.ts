import type { ContenderResult, Results, Timing } from './results.ts';
import { type Interval, median } from './statistics.ts';

const columns = [
  ...['date', 'runtime', 'adapter', 'software', 'model', 'contender', 'runs on'],
  ...['measure', 'of', 'unit', 'samples', 'value', 'low', 'high', 'least', 'p95', 'most'],
] as const;

interface Row {
  /** What is measured, and of what part: an extra's name, a batch size, a layer. */
  readonly measure: string;
  readonly of: string | number;
  readonly unit: string;
  readonly samples?: number;
  /** The median where there are samples. */
  readonly value: number | undefined;
  readonly interval?: Interval;
  readonly least?: number;
  readonly p95?: number;
  readonly most?: number;
}

/** Every figure of the results in a row of its own, as RFC 4180 has it; the interval is the median's, of 95 %. */
export function resultsCsv(results: Results): string {
  const { date, runtime, adapter, models } = results;
  const lines: (readonly (string | number | undefined)[])[] = [columns];
  for (const model of models) {
    for (const contender of model.contenders) {
      for (const row of rowsOf(contender)) {
        lines.push([
          ...[date, runtime, adapter.webgpu, String(adapter.webgpuIsSoftware), model.name],
          ...[contender.name, contender.backend, row.measure, row.of, row.unit, row.samples, row.value],
          ...[row.interval?.[0], row.interval?.[1], row.least, row.p95, row.most],
        ]);
      }
    }
  }
  return `${lines.map((cells) => cells.map(escapeCell).join(',')).join('\r\n')}\r\n`;
}

function rowsOf({ image, extras, firstImage, throughput = [], layers, ...rest }: ContenderResult): Row[] {
  const { gpuBytes, encode, counters, download } = rest;
  const rows: (Row | undefined)[] = [
    ...timingRows('image', '', image),
    ...extras.flatMap(({ what, ...timing }) => timingRows('extra', what, timing)),
    { measure: 'first image', of: '', unit: 'ms', samples: firstImage.length, value: median(firstImage) },
    ...throughput.map(({ batch, samples, imagesPerSecond, interval }) => ({
      measure: 'throughput',
      of: batch,
      unit: 'images/s',
      samples: samples.length,
      value: imagesPerSecond,
      interval,
    })),
    encode === undefined ? undefined : { measure: 'until submitted', of: '', unit: 'ms', value: encode },
    ...Object.entries(gpuBytes ?? {}).map(([of, value]) => ({
      measure: 'gpu memory',
      of,
      unit: 'bytes',
      value,
    })),
    download && { measure: 'download', of: 'gzip', unit: 'bytes', value: download.gzip },
    ...Object.entries(counters).map(([of, value]) => ({ measure: 'counter', of, unit: '', value })),
    ...layers.map(({ label, milliseconds }) => ({
      measure: 'layer',
      of: label,
      unit: 'ms',
      value: milliseconds,
    })),
  ];
  return rows.filter((row) => row !== undefined);
}

function timingRows(measure: string, of: string, { summary, ratio }: Timing): Row[] {
  const { count: samples, median: value, interval, minimum: least, p95, maximum: most } = summary;
  return [
    { measure, of, unit: 'ms', samples, value, interval, least, p95, most },
    { measure: `${measure} ratio`, of, unit: '', samples, value: ratio.median, interval: ratio.interval },
  ];
}

function escapeCell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
