import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { columnOf, correctedDirections, leastNormDirections, lengthOf } from './basis.ts';

const gradients = new Matrix([
  [1, 0.5, 0, 0],
  [0.5, 2, 0, 1],
]);

test('directions move one attribute each and are the shortest that do', () => {
  const directions = leastNormDirections(gradients, ['a', 'b']);
  const moved = gradients.mmul(directions);
  expect(
    moved
      .to2DArray()
      .flat()
      .map((value) => Number(value.toFixed(12)) + 0),
  ).toEqual([1, 0, 0, 1]);
  // What no attribute sees would only make them longer: they have no part in it.
  for (const unseen of [
    [0, 0, 1, 0],
    [-0.5, 1, 0, -1.75],
  ]) {
    for (const at of [0, 1]) {
      expect(columnOf(directions, at).reduce((sum, value, row) => sum + value * unseen[row]!, 0)).toBeCloseTo(
        0,
        6,
      );
    }
  }
});

test('measured responses become one attribute each', () => {
  const responses = new Matrix([
    [0.8, 0.3],
    [-0.2, 1.4],
  ]);
  const corrected = correctedDirections(Matrix.eye(2), responses);
  const after = responses.mmul(corrected).to2DArray().flat();
  for (const [at, value] of [1, 0, 0, 1].entries()) expect(after[at]).toBeCloseTo(value, 10);
});

test('a response that is next to nothing lets a direction grow by a factor of four, and never beyond five deviations', () => {
  const weak = Matrix.diag([1, 0.01]);
  const once = correctedDirections(Matrix.eye(2), weak);
  expect(lengthOf(columnOf(once, 0))).toBeCloseTo(1, 6);
  expect(lengthOf(columnOf(once, 1))).toBeCloseTo(4, 6);
  expect(lengthOf(columnOf(correctedDirections(once, weak), 1))).toBeCloseTo(5, 6);
});

test('a learned direction may be as long as it is: its response is corrected, not its length', () => {
  const long = Matrix.diag([300, 1]);
  const corrected = correctedDirections(long, Matrix.diag([0.8, 1]));
  expect(lengthOf(columnOf(corrected, 0))).toBeCloseTo(300 / 0.8, 6);
  expect(lengthOf(columnOf(corrected, 1))).toBeCloseTo(1, 6);
});
