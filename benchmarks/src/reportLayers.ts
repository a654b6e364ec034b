import { profiledImages } from './page/profileLayers.ts';
import type { Ceiling, CeilingUse, ContenderResult, Instructions, LayerResult } from './results.ts';
import { digits, markdownTable } from './table.ts';

const instructionNames: Readonly<Record<Instructions, string>> = {
  simd: 'SIMD',
  relaxed: 'relaxed SIMD',
};

/** What one thread can reach, in one line; nothing where that was not measured. */
export function ceilingFacts(ceilings: readonly Ceiling[]): string[] {
  if (ceilings.length === 0) return [];
  const each = ceilings.map(({ instructions, gmacs, before, after }) => {
    const [first, last] = [before, after].map((end) => `${digits(end.gmacs)} in loop ${end.loop}`);
    return `${digits(gmacs)} with ${instructionNames[instructions]} (before the run ${first}, after it ${last})`;
  });
  return [
    `Ceiling of one thread of WebAssembly in this browser, in GMAC/s (10^9 f32 multiply-adds a second): ${each.join(', ')}.`,
  ];
}

/** A contender's layers, and what they reach of the ceiling; nothing where it does not time them. */
export function reportLayers(
  { name, layers, ceilingUse }: ContenderResult,
  place: string,
  runs: number,
): string[] {
  if (layers.length === 0) return [];
  const times = `Layers of ${name}, in milliseconds: median of ${profiledImages(runs)} images, and in the fastest of them.`;
  if (!ceilingUse) return [`${times}\n`, timeTable(layers, place)];
  const ceiling = `Their multiply-adds (MMAC: millions, as planned, without those on padding) against a ceiling of ${describeCeiling(ceilingUse)}:`;
  return [`${times} ${ceiling}\n`, rateTable(layers), `${summaryLine(name, ceilingUse)}\n`];
}

/** The lowest share and that of the whole image, in one line. */
export function summaryLine(name: string, { lowest, image }: CeilingUse): string {
  const whole = `the whole image, latent to values in memory, ${percent(image.share)} (in the fastest ${percent(image.fastestShare)})`;
  const least = lowest
    ? `lowest share among layers whose output is 16x16 or larger ${percent(lowest.share)} (in the fastest ${percent(lowest.fastestShare)}), ${lowest.label}`
    : 'no layer has multiply-adds and an output of 16x16 or larger';
  return `**${name}: ${least}; ${whole}.**`;
}

function describeCeiling({ threads, instructions, ceiling }: CeilingUse): string {
  const single = `${digits(ceiling / threads)} GMAC/s with ${instructionNames[instructions]}`;
  return threads === 1 ? single : `${threads} x ${single}`;
}

function timeTable(layers: readonly LayerResult[], place: string): string {
  const rows = layers.map((layer) => [titleOf(layer), place, ...timeCells(layer)]);
  return markdownTable(['layer', 'runs on', 'median', 'fastest'], rows);
}

function rateTable(layers: readonly LayerResult[]): string {
  const rows = layers.map((layer) => {
    const { output, macs, rate } = layer;
    return [
      titleOf(layer),
      output.slice(1).join('x'),
      macs > 0 ? digits(macs / 1e6) : '-',
      ...timeCells(layer),
      ...(rate ? [digits(rate.gmacs), percent(rate.share), percent(rate.fastestShare)] : ['-', '-', '-']),
    ];
  });
  return markdownTable(
    ['layer', 'output', 'MMAC', 'median', 'fastest', 'GMAC/s', 'of the ceiling', 'in the fastest'],
    rows,
  );
}

function titleOf({ label, kernel }: LayerResult): string {
  return `${label} (${kernel})`;
}

function timeCells({ milliseconds, fastest }: LayerResult): string[] {
  return [milliseconds, fastest].map((time) => (time === undefined ? 'unknown' : digits(time)));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
