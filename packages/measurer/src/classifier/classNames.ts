import type { ClassifierOutput } from './classifierOutput.ts';

/** Kellgren-Lawrence grades: what five classes are where nothing else is said. */
const kellgrenLawrence = ['KL 0', 'KL 1', 'KL 2', 'KL 3', 'KL 4'];

/** The names given, else the file's own, else `KL 0` to `KL 4` for five classes, else indices. */
export function classNamesOf(
  { classes, names }: ClassifierOutput,
  given?: readonly string[],
): readonly string[] {
  if (given && given.length !== classes) {
    throw new RangeError(`classNames has ${given.length} names, expected ${classes}`);
  }
  const stated = given ?? names;
  if (stated) return stated;
  return classes === kellgrenLawrence.length
    ? kellgrenLawrence
    : Array.from({ length: classes }, (_, index) => `${index}`);
}
