import * as Plot from '@observablehq/plot';
import { digits } from '../table.ts';
import type { Group, Measurement } from './measurements.ts';

const rowHeight = 26;

/** A group as a plot of the page's width. */
export function plotOf(group: Group, files: readonly string[], width: number): Element {
  const { kind, title } = group;
  const draw = { intervals: drawIntervals, lines: drawLines, bars: drawBars }[kind];
  return Plot.plot({
    ...draw(group),
    width,
    style: { background: 'transparent', fontSize: '12px', overflow: 'visible' },
    color: {
      ...(kind === 'lines' ? {} : { domain: files }),
      scheme: 'observable10',
      legend: kind === 'lines' || files.length > 1,
    },
    ariaLabel: title,
  } as Plot.PlotOptions);
}

/** A row for each contender, in it a mark for each file. */
function drawIntervals({ measurements, unit }: Group): Plot.PlotOptions {
  const contenders = new Set(measurements.map(({ contender }) => contender));
  const files = new Set(measurements.map(({ file }) => file));
  return {
    marginLeft: 120,
    insetLeft: 8,
    insetRight: 8,
    height: 50 + rowHeight * contenders.size * files.size,
    x: { type: 'log', label: unit, grid: true, tickFormat: digits, ticks: 6 },
    y: { label: null, axis: null, domain: [...files] },
    fy: { label: null, domain: [...contenders], padding: 0.1 },
    marks: [
      Plot.axisFy({ anchor: 'left', fontSize: 12 }),
      Plot.ruleY(
        measurements.filter(({ interval }) => interval),
        {
          fy: 'contender',
          y: 'file',
          x1: (each) => each.interval[0],
          x2: (each) => each.interval[1],
          stroke: 'file',
          strokeWidth: 2,
        },
      ),
      Plot.dot(measurements, {
        fy: 'contender',
        y: 'file',
        x: 'value',
        fill: 'file',
        r: 4,
        title: describe(unit),
      }),
    ],
  };
}

/** A line for each contender, a facet for each file. */
function drawLines({ measurements, unit }: Group): Plot.PlotOptions {
  return {
    marginLeft: 60,
    height: 260,
    x: { type: 'log', base: 2, label: 'images a run', tickFormat: 'd' },
    y: { type: 'log', label: unit, grid: true, tickFormat: digits, ticks: 6 },
    fx: { label: null },
    marks: [
      Plot.line(measurements, { fx: 'file', x: 'of', y: 'value', stroke: 'contender', z: 'contender' }),
      Plot.dot(measurements, {
        fx: 'file',
        x: 'of',
        y: 'value',
        fill: 'contender',
        r: 3,
        title: describe(unit),
      }),
    ],
  };
}

/** A bar for each layer in the plan's order, a facet for each contender. */
function drawBars({ measurements, unit }: Group): Plot.PlotOptions {
  const contenders = [...new Set(measurements.map(({ contender }) => contender))];
  const layers = [...new Set(measurements.map(({ of }) => of))];
  const files = [...new Set(measurements.map(({ file }) => file))];
  return {
    marginLeft: 230,
    height: 60 + (8 + 14 * files.length) * layers.length,
    x: { label: unit, grid: true, ticks: 4 },
    y: { label: null, axis: null, domain: files },
    fx: { label: null, domain: contenders },
    fy: { label: null, domain: layers as string[], padding: 0.15 },
    marks: [
      Plot.axisFy({ anchor: 'left', fontSize: 11, tickFormat: (label: string) => shorten(label) }),
      Plot.barX(measurements, {
        fx: 'contender',
        fy: 'of',
        y: 'file',
        x: 'value',
        fill: 'file',
        title: describe(unit),
      }),
    ],
  };
}

/** The end of a layer's path tells it from the others. */
function shorten(label: string): string {
  return label.length <= 34 ? label : `…${label.slice(-33)}`;
}

function describe(unit: string): (measurement: Measurement) => string {
  return ({ file, contender, value, of }) =>
    `${[file, contender, of].filter((part) => part !== undefined).join(', ')}: ${Number(value.toPrecision(3))} ${unit}`;
}
