import type { CollectedSet } from './collectSet.ts';
import { joinRows } from './rows.ts';
import { joinPictures } from './smallPictures.ts';

/** What comparing needs of several sets, as of one. */
export type JoinedSet = Pick<CollectedSet, 'entries' | 'small' | 'features' | 'found' | 'load'>;

/** All images of several sets, one set behind the other. */
export function joinSets(sets: readonly [CollectedSet, ...CollectedSet[]]): JoinedSet {
  if (sets.length === 1) return sets[0];
  return {
    entries: sets.flatMap(({ entries }) => entries),
    small: joinPictures(sets.map(({ small }) => small)),
    features: joinRows(sets.map(({ features }) => features)),
    found: sets.flatMap(({ found }) => found),
    load(index) {
      let at = index;
      for (const set of sets) {
        if (at < set.entries.length) return set.load(at);
        at -= set.entries.length;
      }
      throw new RangeError(`image ${index}, expected fewer`);
    },
  };
}
