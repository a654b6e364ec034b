import type { Edit, LabelInfo } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { shotAt } from './shot.ts';

const changeable = {
  edits: [
    { name: 'age', range: [-2, 4] },
    { name: 'side', range: [0, 1] },
  ] as unknown as Edit[],
  labels: [
    { name: 'grade', classes: 5, default: 2 },
    { name: 'dose', classes: 0, default: 0.5 },
  ] as LabelInfo[],
};

test('seeds follow each other, labels go through their classes, edits take turns', () => {
  expect(shotAt(changeable, 10, 0, 0)).toEqual({ seed: 10, labels: { grade: 0, dose: 0.5 }, edits: {} });
  expect(shotAt(changeable, 10, 6, 0)).toEqual({ seed: 16, labels: { grade: 1, dose: 0.5 }, edits: {} });
  expect(Object.keys(shotAt(changeable, 10, 6, 0.3).edits)).toEqual(['age']);
  expect(Object.keys(shotAt(changeable, 10, 7, 0.3).edits)).toEqual(['side']);
});

test('a swing rests at both ends, reaches far in both directions, and stays in range', () => {
  const amounts = Array.from({ length: 101 }, (_, at) => shotAt(changeable, 0, 0, at / 100).edits.age ?? 0);
  expect(Math.abs(amounts[0]!)).toBeLessThan(1e-9);
  expect(Math.abs(amounts[100]!)).toBeLessThan(1e-9);
  expect(Math.max(...amounts)).toBeGreaterThan(0.8 * 4);
  expect(Math.max(...amounts)).toBeLessThanOrEqual(4);
  expect(Math.min(...amounts)).toBeLessThan(0.8 * -2);
  expect(Math.min(...amounts)).toBeGreaterThanOrEqual(-2);
  const steps = amounts.slice(1).map((amount, at) => Math.abs(amount - amounts[at]!));
  expect(Math.max(...steps)).toBeLessThan(0.3);
});

test('a model that has nothing to change still has seeds', () => {
  expect(shotAt({ edits: [], labels: [] }, 3, 4, 0.5)).toEqual({ seed: 7, labels: {}, edits: {} });
});
