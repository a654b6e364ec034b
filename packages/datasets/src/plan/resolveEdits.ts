import type { ModelInfo } from '@roentgan/gan-runtime';
import { DatasetError } from '../datasetError.ts';
import type { EditAmount } from './datasetSettings.ts';

/**
 * Edits in the model's order, whatever the order they were given in.
 * @throws DatasetError for an edit that the model has not, or an amount outside its range
 */
export function resolveEdits(
  given: Readonly<Record<string, EditAmount>>,
  { edits, directions }: ModelInfo,
): Record<string, EditAmount> {
  const known = [...edits, ...directions];
  for (const name of Object.keys(given)) {
    if (known.some((edit) => edit.name === name)) continue;
    const names = known.map((edit) => `"${edit.name}"`).join(', ');
    throw new DatasetError(
      `edit "${name}" is not in the model, ${names ? `expected ${names}` : 'which has none'}`,
    );
  }
  const resolved: Record<string, EditAmount> = {};
  for (const { name, range, unit } of known) {
    const amount = given[name];
    if (amount === undefined) continue;
    const [low, high] = typeof amount === 'number' ? [amount, amount] : amount;
    if (!(low >= range[0] && high <= range[1] && low <= high)) {
      const found = typeof amount === 'number' ? String(amount) : `${low}..${high}`;
      throw new DatasetError(
        `edit "${name}" is ${found}, expected ${range[0]} to ${range[1]} (${unit}), the lower bound first`,
      );
    }
    resolved[name] = low === high ? low : [low, high];
  }
  return resolved;
}
