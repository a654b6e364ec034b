import { describe, expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { median, medianInterval, pairedRatio, quantile, summarise } from './statistics.ts';

describe('quantile', () => {
  // numpy.quantile([3, 1, 4, 1, 5], q)
  test.each([
    [0, 1],
    [0.1, 1],
    [0.5, 3],
    [0.95, 4.8],
    [1, 5],
  ])('%f of five samples is %f', (fraction, expected) => {
    expect(quantile([3, 1, 4, 1, 5], fraction)).toBeCloseTo(expected, 12);
  });

  test('sorts by value, not by text', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  test('refuses no samples', () => {
    expect(() => quantile([], 0.5)).toThrow('quantile: no samples, expected at least 1');
    expect(() => medianInterval([])).toThrow('medianInterval: no samples');
  });
});

describe('medianInterval', () => {
  test('of equal samples is that value', () => {
    expect(medianInterval([7, 7, 7, 7])).toEqual([7, 7]);
  });

  test('is the same each time and holds the median', () => {
    const samples = [12, 15, 11, 19, 13, 14, 12];
    const [low, high] = medianInterval(samples);
    expect(medianInterval(samples)).toEqual([low, high]);
    expect(low).toBeLessThanOrEqual(13);
    expect(high).toBeGreaterThanOrEqual(13);
    expect(low).toBeGreaterThanOrEqual(11);
    expect(high).toBeLessThanOrEqual(19);
  });

  test('covers the true median about 19 times in 20', () => {
    const random = seededRandom(5);
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const [low, high] = medianInterval(
        Array.from({ length: 31 }, () => random.normal()),
        300,
      );
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(170);
    expect(covered).toBeLessThan(200);
  });
});

test('summarise', () => {
  const summary = summarise([4, 2, 8, 6]);
  expect(summary).toMatchObject({ count: 4, median: 5, minimum: 2, maximum: 8 });
  expect(summary.p95).toBeCloseTo(7.7, 12);
});

describe('pairedRatio', () => {
  test('compares within rounds, so that drift that both share cancels', () => {
    const { median: ratio, interval } = pairedRatio([1, 10, 100], [2, 20, 200]);
    expect(ratio).toBe(0.5);
    expect(interval).toEqual([0.5, 0.5]);
  });

  test('refuses samples without a partner', () => {
    expect(() => pairedRatio([1, 2], [1])).toThrow('pairedRatio: 2 samples, expected 1 as the baseline has');
  });
});
