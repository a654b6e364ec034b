import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { ImageRecord } from './datasetFormat.ts';

/** Values of one image in a table, by column. */
export type Row = Readonly<Record<string, string | number>>;

/**
 * What tables say of an image, in this order: index, seed, its part of the dataset where there are parts, each label by its name,
 * each edit as `edit_` and its name, then what the image is: model_sha256, sha256. A label of a name that is taken becomes `label_` and its name.
 */
export function rowMaker({ settings }: DatasetPlan): (record: ImageRecord) => Row {
  const { mix, labels, model, split } = settings;
  const taken = new Set(['file', 'file_name', 'index', 'seed', 'split', 'model_sha256', 'sha256']);
  const names = [...Object.keys(labels), ...(mix ? [mix.label] : [])];
  const column = (label: string) => (taken.has(label) ? `label_${label}` : label);
  return (record) => ({
    index: record.index,
    seed: record.seed,
    ...(split && { split: record.split! }),
    ...Object.fromEntries(names.map((name) => [column(name), record.labels[name]!])),
    ...Object.fromEntries(Object.entries(record.edits).map(([name, value]) => [`edit_${name}`, value])),
    model_sha256: model.sha256,
    sha256: record.sha256,
  });
}

/** One line of CSV (RFC 4180): quoted where a reader could take a part of a cell for something else. */
export function csvLine(cells: readonly (string | number)[]): string {
  const quoted = cells.map((cell) => {
    const text = String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(',')}\n`;
}
