import type { Matrix } from 'ml-matrix';
import type { Measures } from './measures.ts';
import { attributeOf, type Target } from './target.ts';

/** What one unit of an edit adds to the latent, as the generator learned it while it was trained. */
export interface LearnedDirection {
  readonly edit: string;
  readonly vector: Float32Array;
}

/**
 * The directions, one column for each attribute that moves it by one standard deviation, with the learned ones in place of theirs.
 * @throws RangeError for a direction that is no target's or has not one value for each of the latent's
 */
export function withLearned(
  directions: Matrix,
  learned: readonly LearnedDirection[] | undefined,
  targets: readonly Target[],
  { attributes }: Measures,
  deviations: readonly number[],
): Matrix {
  const joined = directions.clone();
  for (const { edit, vector } of learned ?? []) {
    const target = targets.find((each) => each.edit === edit);
    if (!target) {
      const names = targets.map((each) => `"${each.edit}"`).join(', ');
      throw new RangeError(`learned direction "${edit}" is no edit to be found, expected one of ${names}`);
    }
    if (vector.length !== directions.rows) {
      throw new RangeError(
        `learned direction "${edit}" has ${vector.length} values, expected ${directions.rows}, those of the latent`,
      );
    }
    const at = attributeOf(target, attributes);
    joined.setColumn(
      at,
      Array.from(vector, (value) => value * deviations[at]!),
    );
  }
  return joined;
}
