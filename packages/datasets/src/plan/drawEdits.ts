import type { EditAmount } from './datasetSettings.ts';
import { planUniform, purposes } from './planRandom.ts';

/** Amounts are drawn to this many decimals, so that tables stay readable. */
const DECIMALS = 10_000;

/**
 * The edits of one image: fixed values as they are; of bounds a value evenly between them, rounded to four decimals, drawn from the
 * image's own seed and the edit's name. So neither other edits nor the place in the dataset change it.
 */
export function drawEdits(
  edits: Readonly<Record<string, EditAmount>>,
  seed: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(edits).map(([name, amount]) => {
      if (typeof amount === 'number') return [name, amount];
      const [low, high] = amount;
      const drawn = low + (high - low) * planUniform(seed, purposes.edits, nameWord(name));
      const rounded = Math.round(drawn * DECIMALS) / DECIMALS;
      return [name, Math.min(high, Math.max(low, rounded))];
    }),
  );
}

/** 32 bits of a name: FNV-1a over its UTF-8 bytes (Fowler, Noll, Vo). */
function nameWord(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
