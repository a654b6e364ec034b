import { expect, test } from 'vitest';
import { calibrationOf } from './calibrate.ts';
import { risingCurve } from './labelCurve.ts';

test('an answer that is nearly straight needs no table', () => {
  expect(calibrationOf([-2, -1, 0, 1, 2].map((step) => [step, step * 1.02] as const))).toBeUndefined();
});

test('the table leads from the change that was asked to the step that brings it', () => {
  const change = [
    [-2, -1],
    [-1, -0.75],
    [0, 0],
    [1, 1.5],
    [2, 2.25],
  ] as const;
  expect(calibrationOf(change)).toEqual([
    [-1, -2],
    [-0.75, -1],
    [0, 0],
    [1.5, 1],
    [2.25, 2],
  ]);
});

test('steps that bring nothing more are left out', () => {
  const change = [
    [-2, -0.6],
    [-1, -0.7],
    [0, 0],
    [1, 1],
    [2, 0.9],
  ] as const;
  expect(calibrationOf(change)).toEqual([
    [-0.7, -1],
    [0, 0],
    [1, 1],
  ]);
});

test('positions rise from the first class to the last', () => {
  expect(risingCurve([0.5, 0.7, 0.6, 1.5, 2.5], 2, 'grade', 'severity')).toEqual([
    [0.5, 0],
    [0.7, 0.5],
    [1.5, 1.5],
    [2.5, 2],
  ]);
  expect(() => risingCurve([2, 1, 1], 2, 'grade', 'severity')).toThrow(
    'label "grade": attribute "severity" is 2 at the first class and 1 at the last, expected it to rise',
  );
});
