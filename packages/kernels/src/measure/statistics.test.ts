import { describe, expect, it } from 'vitest';
import { summarise } from './statistics.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, at) => count - at);

describe('summarise', () => {
  it('takes the bounds of the median from the tables of the sign test', () => {
    // Ranks of 95 % intervals: R's wilcox/qbinom(0.025, n, 0.5); for n = 6 the extremes, for 15 the 4th and 12th.
    expect(summarise(upTo(6)).interval).toEqual([1, 6]);
    expect(summarise(upTo(9)).interval).toEqual([2, 8]);
    expect(summarise(upTo(15)).interval).toEqual([4, 12]);
    expect(summarise(upTo(30)).interval).toEqual([10, 21]);
  });

  it('needs no order and states median, p95 and extremes', () => {
    const summary = { count: 3, median: 2, interval: [1, 3], p95: 2.9, minimum: 1, maximum: 3 };
    expect(summarise([3, 1, 2])).toEqual(summary);
    expect(summarise([5])).toMatchObject({ median: 5, interval: [5, 5] });
  });

  it('refuses no samples', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});
