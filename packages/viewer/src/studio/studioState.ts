import type { Generator } from '@roentgan/gan-runtime';
import type { ImageSettings } from '../ganViewer/imageSettings.ts';

export type StudioModel = Generator['model'];

/** What the controls say; every label and every edit of the model has a value. */
export interface StudioState {
  readonly seed: number;
  readonly labels: Readonly<Record<string, number>>;
  readonly edits: Readonly<Record<string, number>>;
  /** Absent where the model has none. */
  readonly truncation?: number;
}

type SliderEdit = StudioModel['edits'][number];

/** Named edits first, then unnamed directions. */
export function slidersOf(model: StudioModel): readonly SliderEdit[] {
  return [...model.edits, ...model.directions];
}

/** Reads a link's hash, as in `#seed=7&label.grade=3&edit.direction+1=-1.5`; what is absent or makes no sense is the default. */
export function stateFromHash(hash: string, model: StudioModel): StudioState {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const seed = numberOr(given.get('seed'), 0);
  const state: StudioState = {
    seed: Number.isSafeInteger(seed) && seed >= 0 ? seed : 0,
    labels: Object.fromEntries(
      model.labels.map((label) => {
        const value = numberOr(given.get(`label.${label.name}`), label.default);
        return [label.name, isAllowed(label, value) ? value : label.default];
      }),
    ),
    edits: Object.fromEntries(
      slidersOf(model).map(({ name, range: [low, high] }) => [
        name,
        Math.min(high, Math.max(low, numberOr(given.get(`edit.${name}`), 0))),
      ]),
    ),
  };
  if (!model.truncation) return state;
  const truncation = numberOr(given.get('truncation'), model.truncation.default ?? 1);
  return { ...state, truncation: Math.min(1, Math.max(0, truncation)) };
}

/** The hash of a link to `state`; edits at 0 are left out. */
export function hashFromState({ seed, labels, edits, truncation }: StudioState): string {
  const hash = new URLSearchParams({ seed: String(seed) });
  for (const [name, value] of Object.entries(labels)) hash.set(`label.${name}`, String(value));
  for (const [name, value] of Object.entries(edits)) if (value !== 0) hash.set(`edit.${name}`, String(value));
  if (truncation !== undefined) hash.set('truncation', String(truncation));
  return `#${hash}`;
}

/** As in "knee-seed-7-grade-3.png"; edited images say so. */
export function imageFileName(modelName: string, { seed, labels, edits }: ImageSettings): string {
  const parts = [modelName, 'seed', seed, ...Object.entries(labels).flat()];
  if (Object.values(edits).some((value) => value !== 0)) parts.push('edited');
  return `${parts.join('-').replaceAll(/[^\w.-]+/g, '-')}.png`;
}

/** Whether a label can have this value: an index of its classes, or a number in its range. */
export function isAllowed(label: StudioModel['labels'][number], value: number): boolean {
  if (label.classes > 0) return Number.isInteger(value) && value >= 0 && value < label.classes;
  const [low, high] = label.range ?? [-Infinity, Infinity];
  return value >= low && value <= high;
}

function numberOr(text: string | null, fallback: number): number {
  return text !== null && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : fallback;
}
