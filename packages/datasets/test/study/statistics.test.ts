import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binomialInterval } from '../../src/study/statistics/binomialInterval.ts';
import { fleissKappa } from '../../src/study/statistics/fleissKappa.ts';
import { holm } from '../../src/study/statistics/holm.ts';
import { mcNemar } from '../../src/study/statistics/mcNemar.ts';
import { meanInterval } from '../../src/study/statistics/meanInterval.ts';
import { quantileOf } from '../../src/study/statistics/quantiles.ts';
import { rocCurve } from '../../src/study/statistics/rocCurve.ts';
import { weightedKappa } from '../../src/study/statistics/weightedKappa.ts';
import { wilcoxon } from '../../src/study/statistics/wilcoxon.ts';

// Made by formulas.py beside it, with SciPy.
const cases = JSON.parse(readFileSync(join(import.meta.dirname, 'statistics.json'), 'utf8'));

/** Every number that the case states is met to 1e-9. */
function expectClose(found: object, expected: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(found)) {
    const wanted = expected[name];
    if (typeof wanted === 'number') expect(Math.abs((value as number) - wanted), name).toBeLessThan(1e-9);
  }
}

const functions: Record<string, (given: never) => object> = {
  binomialInterval: ({ count, total }: { count: number; total: number }) => binomialInterval(count, total),
  mcNemar: ({ first, second }: { first: number; second: number }) => mcNemar(first, second),
  wilcoxon: ({ differences }: { differences: number[] }) => wilcoxon(differences),
  weightedKappa: ({ table, weights }: { table: number[][]; weights: 'none' }) =>
    weightedKappa(table, weights),
  fleissKappa: ({ table }: { table: number[][] }) => fleissKappa(table),
  rocCurve: ({ positives, negatives }: { positives: number[]; negatives: number[] }) =>
    rocCurve(positives, negatives),
  meanInterval: ({ values }: { values: number[] }) => meanInterval(values),
  quantile: ({ values, share }: { values: number[]; share: number }) => ({
    quantile: quantileOf(values, share),
  }),
};

const named = Object.entries(functions).flatMap(([name, run]) =>
  (cases[name] as never[]).map((given, at) => ({ name, at, run, given })),
);

test.each(named)('$name, case $at, is what SciPy computes', ({ run, given }) => {
  expectClose(run(given), given);
});

test('every case states something that was compared', () => {
  const compared = { binomialInterval: 'low', mcNemar: 'p', wilcoxon: 'p', weightedKappa: 'standardError' };
  const more = {
    fleissKappa: 'low',
    rocCurve: 'standardError',
    meanInterval: 'deviation',
    quantile: 'quantile',
  };
  for (const [name, field] of Object.entries({ ...compared, ...more })) {
    const found = functions[name]!(cases[name][0] as never) as Record<string, unknown>;
    expect(typeof found[field], `${name}.${field}`).toBe('number');
    expect(typeof cases[name][0][field], `${name}.${field}`).toBe('number');
  }
});

test.each(cases.wilcoxon as { differences: number[]; method: string }[])(
  'Wilcoxon takes the method that fits its ties',
  ({ differences, method }) => {
    expect(wilcoxon(differences).method).toBe(method === 'exact' ? 'exact' : 'normal');
  },
);

test.each(cases.holm as { values: number[]; adjusted: number[] }[])('Holm, %#', ({ values, adjusted }) => {
  for (const [at, value] of holm(values).entries()) expect(value).toBeCloseTo(adjusted[at]!, 12);
});

test("Fleiss' own table gives the kappa that he published", () => {
  expect(fleissKappa(cases.fleissKappa[1].table).kappa).toBeCloseTo(0.43, 3);
});

describe('what does not exist', () => {
  test('no image: the share is NaN, its interval everything', () => {
    expect(binomialInterval(0, 0)).toMatchObject({ share: Number.NaN, low: 0, high: 1 });
  });
  test('no mistakes: p is 1', () => {
    expect(mcNemar(0, 0).p).toBe(1);
  });
  test('no difference: p is NaN, and Holm leaves it out', () => {
    expect(wilcoxon([0, 0]).p).toBeNaN();
    expect(holm([0.04, Number.NaN, 0.03])).toEqual([0.06, Number.NaN, 0.06]);
  });
  test('one category only: kappa is NaN', () => {
    expect(weightedKappa([[5, 0], [0, 0]], 'none').kappa).toBeNaN(); // biome-ignore format: a table
    expect(fleissKappa([[3, 0], [3, 0]]).kappa).toBeNaN(); // biome-ignore format: a table
  });
  test('one kind of image only: no area', () => {
    expect(rocCurve([1, 2], []).auc).toBeNaN();
  });
  test('one value: no interval', () => {
    expect(meanInterval([3])).toMatchObject({ mean: 3, deviation: Number.NaN, low: Number.NaN });
  });
});

test('subjects with different numbers of raters are refused', () => {
  expect(() => fleissKappa([[2, 1], [1, 1]])).toThrow('subject 1 has 2 ratings, expected 3'); // biome-ignore format: a table
});

test('a ROC curve goes through a point a threshold', () => {
  expect(rocCurve([2, 1], [1, -1]).points).toEqual([
    { falsePositives: 0, truePositives: 0 },
    { falsePositives: 0, truePositives: 0.5 },
    { falsePositives: 0.5, truePositives: 1 },
    { falsePositives: 1, truePositives: 1 },
  ]);
});
