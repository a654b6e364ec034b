import { expect, test } from 'vitest';
import { spreadClasses } from './classMix.ts';

test('every stretch has the mix', () => {
  const mix = { label: 'grade', weights: [328, 153, 212, 106, 27] };
  const classes = spreadClasses(mix, 826);
  const counts = (list: readonly number[]) => mix.weights.map((_, at) => list.filter((c) => c === at).length);
  expect(counts(classes)).toEqual(mix.weights);
  counts(classes.slice(100, 183)).forEach((count, at) => {
    expect(Math.abs(count - mix.weights[at]! / 10)).toBeLessThan(1.6);
  });
  expect(spreadClasses({ label: 'a', weights: [0, 1, 1] }, 4)).toEqual([1, 2, 1, 2]);
});
