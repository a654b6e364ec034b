import { type Interval, median } from '../statistics.ts';
import type { OpenFile } from './openFile.ts';

/** One figure of a contender in a file. */
export interface Measurement {
  readonly file: string;
  readonly contender: string;
  readonly value: number;
  readonly interval?: Interval;
  /** What the figure is of, where a contender has several: a batch size or a layer. */
  readonly of?: string | number;
}

/** A group of figures of one model that are drawn together. */
export interface Group {
  readonly title: string;
  /** Behind each value. */
  readonly unit: string;
  readonly kind: 'intervals' | 'lines' | 'bars';
  readonly better: 'less' | 'more';
  readonly measurements: readonly Measurement[];
}

export function modelNamesOf(files: readonly OpenFile[]): string[] {
  return [...new Set(files.flatMap(({ results }) => results.models.map(({ name }) => name)))];
}

/** What the files say of a model; groups without figures are left out. */
export function groupsOf(files: readonly OpenFile[], model: string): Group[] {
  const all = files.flatMap(({ label, results }) =>
    results.models
      .filter(({ name }) => name === model)
      .flatMap(({ contenders }) => contenders.map((contender) => ({ file: label, contender }))),
  );
  const groups: Group[] = [
    {
      title: 'One image, latent to values in memory: median and its 95 % interval',
      unit: 'ms',
      kind: 'intervals',
      better: 'less',
      measurements: all.map(({ file, contender: { name, image } }) => ({
        file,
        contender: name,
        value: image.summary.median,
        interval: image.summary.interval,
      })),
    },
    {
      title: 'First image: median, least and most',
      unit: 'ms',
      kind: 'intervals',
      better: 'less',
      measurements: all.map(({ file, contender: { name, firstImage } }) => ({
        file,
        contender: name,
        value: median(firstImage),
        interval: [Math.min(...firstImage), Math.max(...firstImage)],
      })),
    },
    {
      title: 'Throughput by images a run',
      unit: 'images/s',
      kind: 'lines',
      better: 'more',
      measurements: all.flatMap(({ file, contender: { name, throughput = [] } }) =>
        throughput.map(({ batch, imagesPerSecond, interval }) => ({
          file,
          contender: name,
          value: imagesPerSecond,
          interval,
          of: batch,
        })),
      ),
    },
    {
      title: 'GPU buffers and textures held after the first images',
      unit: 'MB',
      kind: 'intervals',
      better: 'less',
      measurements: all.flatMap(({ file, contender: { name, gpuBytes } }) =>
        gpuBytes ? [{ file, contender: name, value: gpuBytes.now / 1e6 }] : [],
      ),
    },
    {
      title: 'Layers of Roentgan, medians',
      unit: 'ms',
      kind: 'bars',
      better: 'less',
      measurements: all.flatMap(({ file, contender: { name, layers } }) =>
        layers.flatMap(({ label, milliseconds }) =>
          milliseconds === undefined ? [] : [{ file, contender: name, value: milliseconds, of: label }],
        ),
      ),
    },
  ];
  return groups.filter(({ measurements }) => measurements.length > 0);
}
