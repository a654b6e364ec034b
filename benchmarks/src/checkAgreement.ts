import type { Agreement } from './results.ts';

/** Outputs that differ or carry no picture: nothing is timed. */
export class DisagreementError extends Error {}

const leastDeviation = 0.01;

/** @throws DisagreementError */
export function checkAgreement(name: string, { pairs, deviation }: Agreement, tolerance: number): void {
  const apart = pairs.filter(({ difference }) => !(difference <= tolerance));
  if (apart.length > 0) {
    const list = apart.map(({ between, difference }) => `${between.join(' and ')} by ${difference}`);
    throw new DisagreementError(`${name}: outputs differ: ${list.join('; ')}; expected at most ${tolerance}`);
  }
  if (!(deviation > leastDeviation)) {
    throw new DisagreementError(
      `${name}: outputs have standard deviation ${deviation}, expected above ${leastDeviation}`,
    );
  }
}

/** A contender whose images are other than those that most made. */
export interface OddOne<Name extends string> {
  readonly name: Name;
  readonly message: string;
}

/**
 * Those outside the largest group that agrees among itself, where that is more than half of them and of more than one library: then the
 * others are wrong, and need not keep anyone from being timed. Otherwise nobody can say who is, and there are none.
 */
export function oddOnesOut<Name extends string>(
  names: readonly Name[],
  { pairs }: Agreement,
  tolerance: number,
): OddOne<Name>[] {
  const apart = (first: string, second: string): number =>
    pairs.find(({ between }) => between.includes(first) && between.includes(second))?.difference ?? 0;
  const groups = names.map((name) => {
    const group: Name[] = [name];
    for (const other of names) {
      if (other !== name && group.every((each) => apart(each, other) <= tolerance)) group.push(other);
    }
    return group;
  });
  const largest = groups.reduce((most, group) => (group.length > most.length ? group : most), []);
  const libraries = new Set(largest.map((name) => name.split('-')[0]));
  if (largest.length <= names.length / 2 || libraries.size < 2) return [];
  return names
    .filter((name) => !largest.includes(name))
    .map((name) => {
      const difference = Math.max(...largest.map((other) => apart(name, other)));
      const message = `${name}: its outputs differ from those of ${largest.join(', ')} by ${difference}, expected at most ${tolerance}`;
      return { name, message };
    });
}
