import type { ModelInfo } from '@roentgan/gan-runtime';
import { DatasetError } from '../datasetError.ts';

/**
 * All labels of the model but the mixed one: as asked, else the model's default.
 * @throws DatasetError for a label that the model has not, or a value that the label has not
 */
export function resolveLabels(
  given: Readonly<Record<string, number | string>>,
  labels: ModelInfo['labels'],
  mixed: string | undefined,
): Record<string, number> {
  for (const name of Object.keys(given)) {
    if (labels.some((label) => label.name === name)) continue;
    const names = labels.map((label) => `"${label.name}"`).join(', ');
    throw new DatasetError(
      `label "${name}" is not in the model, ${names ? `expected ${names}` : 'which has none'}`,
    );
  }
  return Object.fromEntries(
    labels
      .filter(({ name }) => name !== mixed)
      .map((label) => [label.name, resolveLabel(label, given[label.name] ?? label.default)]),
  );
}

function resolveLabel(label: ModelInfo['labels'][number], value: number | string): number {
  const { name, classes, names, range } = label;
  const number = typeof value === 'string' ? (names?.indexOf(value) ?? -1) : value;
  const [low, high] = classes > 0 ? [0, classes - 1] : (range ?? [-Number.MAX_VALUE, Number.MAX_VALUE]);
  if (number >= low && number <= high && (classes === 0 || Number.isInteger(number))) return number;
  const known = names ? ` or one of ${names.join(', ')}` : '';
  throw new DatasetError(`label "${name}" is ${JSON.stringify(value)}, expected ${low} to ${high}${known}`);
}
