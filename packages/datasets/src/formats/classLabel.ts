import type { DatasetSettings } from '../plan/datasetSettings.ts';

/**
 * The label that a format with one class an image takes: the one that is mixed, else the only one; `undefined` where there is no such
 * label, or its value is no class.
 */
export function classLabel(
  settings: Pick<DatasetSettings, 'mix'>,
  labels: Readonly<Record<string, number>>,
): number | undefined {
  const names = Object.keys(labels);
  const name = settings.mix?.label ?? (names.length === 1 ? names[0] : undefined);
  const value = name === undefined ? undefined : labels[name];
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined;
}
