import type { ModelInfo } from '@roentgan/gan-runtime';
import type { DatasetMaker } from '../plan/resolveSettings.ts';
import { limits, list, table } from './limits.ts';

/** MODEL-CARD.md: which model made the images, what it was trained on, and what it is not for. */
export function modelCard({
  model,
  info,
  software,
}: Pick<DatasetMaker, 'model' | 'info' | 'software'>): string {
  const { provenance } = info;
  const rows: [string, string][] = [
    ['Name', info.name ?? model.name],
    ['SHA-256 of the model file', `\`${model.sha256}\``],
    ['Licence', provenance.licence ?? 'not stated'],
    ['Attribution', provenance.attribution ?? 'not stated'],
    ['Trained on', provenance.trainingData ?? 'not stated'],
    ['Converted from', provenance.source ?? 'not stated'],
    ['Images', info.outputs.map((output) => describeOutput(output)).join(', ')],
    ['Parameters', String(info.parameters)],
    ['Run by', software],
  ];
  const labels = info.labels.map(({ name, names, range, classes }) => [
    name,
    names?.join(', ') ?? (classes > 0 ? `0 to ${classes - 1}` : (range?.join(' to ') ?? 'any number')),
  ]);
  const edits = [...info.edits, ...info.directions].map(({ name, unit, range }) => [
    name,
    unit,
    range.join(' to '),
  ]);
  return `# Model card: ${info.name ?? model.name}

A generator of synthetic images, run by Roentgan. Written from what the model file says of itself.

${table(['', ''], rows)}

## Labels

${labels.length > 0 ? table(['label', 'values'], labels) : 'None.'}

## Edits

${edits.length > 0 ? `${table(['edit', 'unit', 'range'], edits)}\n\nThe unit is what images move by on average; a single image may move by more or less.` : 'None.'}

## Limits

${list(limits)}
`;
}

function describeOutput({ shape, channels }: ModelInfo['outputs'][number]): string {
  const [, , height, width] = shape;
  return channels === 'raw' ? 'raw values' : `${width} x ${height}, ${channels}`;
}
