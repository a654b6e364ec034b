import type { DatasetSettings } from '../plan/datasetSettings.ts';

/**
 * What differs between the settings of an export and those that are asked for now: `seed 0 there, 5 here`, one for each, in the
 * order in which they are written.
 */
export function settingsDifferences(there: DatasetSettings, here: DatasetSettings): string[] {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])] as (keyof DatasetSettings)[];
  return names.flatMap((name) => {
    const [old, now] = [show(there[name]), show(here[name])];
    return old === now ? [] : [`${name} ${old} there, ${now} here`];
  });
}

function show(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}
