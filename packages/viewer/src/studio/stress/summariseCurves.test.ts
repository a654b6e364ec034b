import { expect, test } from 'vitest';
import { bandOf, changeOverSeeds, classesToShow } from './summariseCurves.ts';

const point = (amount: number, ...probabilities: number[]) => ({
  amount,
  probabilities,
  grade: 0,
  expectedGrade: probabilities[1]!,
});
const curve = (seed: number, points: ReturnType<typeof point>[], changes: number[] = []) => ({
  seed,
  points,
  changes: changes.map((amount) => ({ amount, within: 0, from: 0, to: 1 })),
});

test('mean, lowest and highest over seeds; a curve that is not done yet is left out', () => {
  const curves = [
    curve(1, [point(0, 0.8, 0.2), point(1, 0.5, 0.5)]),
    curve(2, [point(0, 0.4, 0.6), point(1, 0.5, 0.5)]),
    curve(3, [point(0, 1, 0)]),
  ];
  expect(bandOf(curves, ({ probabilities }) => probabilities[1]!)).toEqual({
    mean: [0.4, 0.5],
    low: [0.2, 0.5],
    high: [0.6, 0.5],
  });
  expect(bandOf([], () => 0)).toEqual({ mean: [], low: [], high: [] });
});

test('of many classes the likeliest eight are shown, in order', () => {
  const many = Array.from({ length: 20 }, (_, index) => (index % 2 ? 0.01 * index : 0));
  expect(classesToShow([curve(1, [point(0, ...many)])])).toEqual([5, 7, 9, 11, 13, 15, 17, 19]);
  expect(classesToShow([curve(1, [point(0, 0.1, 0.9)])])).toEqual([0, 1]);
});

test('how far the edit goes until half of the changing seeds have changed', () => {
  const curves = [curve(1, [], [-2, 1]), curve(2, [], [-3]), curve(3, []), curve(4, [], [0.5])];
  expect(changeOverSeeds(curves)).toEqual({ changing: 3, median: 1 });
  expect(changeOverSeeds([curve(1, [], [1]), curve(2, [], [2])]).median).toBe(1.5);
  expect(changeOverSeeds([curve(3, [])])).toEqual({ changing: 0, median: undefined });
});
