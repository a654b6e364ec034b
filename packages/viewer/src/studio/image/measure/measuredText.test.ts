import { expect, test } from 'vitest';
import { measuredText } from './measuredText.ts';

test.each<[number | undefined, number | undefined, readonly [number, number], string, string]>([
  [5.6, 6.312, [-1.2, 1.2], '+0.71', '5.60 → 6.31'],
  [2.4, 0.3, [-3.3, 3.3], '−2.1', '2.4 → 0.3'],
  [-4.31, -5, [-2.4, 2.4], '−0.7', '−4.3 → −5.0'],
  [1.04, 1, [-3.3, 3.3], '0.0', '1.0 → 1.0'],
  [53.6, 53.6, [-11, 11], '0.0', '53.6 → 53.6'],
  [undefined, 1, [-1, 1], '–', ''],
  [1, undefined, [-1, 1], '–', ''],
])('from %s to %s in %j', (before, after, range, change, values) => {
  expect(measuredText(before, after, range)).toEqual({ change, values });
});
