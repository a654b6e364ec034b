import type { LabelInfo, LabelInput, Sampler } from '@roentgan/gan-runtime';
import { parseNumber } from './arguments.ts';
import { UsageError } from './errors.ts';

/** One image to make. */
export interface PlannedImage {
  readonly seed: number;
  readonly labels: Readonly<Record<string, number>>;
  /** Contact-sheet row it belongs to; empty where rows mean nothing. */
  readonly row: string;
}

/** Every safe integer is a seed of its own. */
export const LARGEST_SEED = Number.MAX_SAFE_INTEGER;

/**
 * Image k uses seed + k. Where the model's only label has classes and the caller gave none, the images are
 * spread over the classes in order, as evenly as they go; the class that stands for none in a sampler's guidance is left out.
 */
export function planImages(
  request: {
    readonly seed: number;
    readonly count: number;
    readonly labels: Readonly<Record<string, number>>;
  },
  modelLabels: readonly LabelInfo[],
  sampler?: Sampler,
): PlannedImage[] {
  const { seed, count, labels } = request;
  if (seed > LARGEST_SEED - (count - 1)) {
    throw new UsageError(`--seed ${seed} with --count ${count} goes past the largest seed, ${LARGEST_SEED}`);
  }
  const only = modelLabels.length === 1 ? modelLabels[0] : undefined;
  const none = sampler?.guidance?.label === only?.name ? sampler?.guidance?.null : undefined;
  const classes = Array.from(
    { length: only && Object.keys(labels).length === 0 ? only.classes : 0 },
    (_, index) => index,
  ).filter((index) => index !== none);
  return Array.from({ length: count }, (_, index) => {
    if (!only || classes.length < 2) return { seed: seed + index, labels, row: '' };
    const label = classes[Math.floor((index * classes.length) / count)]!;
    return {
      seed: seed + index,
      labels: { [only.name]: label },
      row: `${only.name} ${className(only, label)}`,
    };
  });
}

/** Checks `--label NAME=V` against the model; a class may be given by index or by name. */
export function resolveLabels(
  given: ReadonlyMap<string, string>,
  modelLabels: readonly LabelInfo[],
): Record<string, number> {
  const resolved: Record<string, number> = {};
  for (const [name, text] of given) {
    const label = modelLabels.find((candidate) => candidate.name === name);
    if (!label) throw unknownName('--label', name, modelLabels);
    resolved[name] = resolveLabel(label, text);
  }
  return resolved;
}

/** Checks `--edit NAME=V` against the model's edits and directions. */
export function resolveEdits(
  given: ReadonlyMap<string, string>,
  modelEdits: readonly { readonly name: string; readonly range: readonly [number, number] }[],
): Record<string, number> {
  const resolved: Record<string, number> = {};
  for (const [name, text] of given) {
    const edit = modelEdits.find((candidate) => candidate.name === name);
    if (!edit) throw unknownName('--edit', name, modelEdits);
    resolved[name] = parseNumber(`--edit ${name}`, text, ...edit.range);
  }
  return resolved;
}

/** `early`, or the index where a class has no name. */
export function className(label: LabelInput, index: number): string {
  return label.names?.[index] ?? String(index);
}

function resolveLabel(label: LabelInfo, text: string): number {
  if (label.classes === 0) {
    const [minimum, maximum] = label.range ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
    return parseNumber(`--label ${label.name}`, text, minimum, maximum);
  }
  const named = label.names?.indexOf(text) ?? -1;
  if (named >= 0) return named;
  const index = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  const count = label.classes;
  if (index < count) return index;
  const names = label.names ? ` or one of ${label.names.join(', ')}` : '';
  throw new UsageError(`--label ${label.name} is "${text}", expected 0 to ${count - 1}${names}`);
}

function unknownName(option: string, name: string, known: readonly { readonly name: string }[]): UsageError {
  const names = known.map((entry) => entry.name).join(', ');
  return new UsageError(
    `${option} "${name}" is not in the model, ${names ? `expected ${names}` : 'which has none'}`,
  );
}
